// The built declarations as apps meet them: every module resolution, library checks on, and no tf.js installed.
import {cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import ts from 'typescript';

const APP = `
import {rectifiers, type Rectifiers, type TfLike} from 'tfjs-rectifiers';
import {elu, rectifiers as install, wasm, type CustomRectifiers} from 'tfjs-rectifiers/custom';
import {fileSystem, registerFileSystem} from 'tfjs-rectifiers/node';
import {training} from 'tfjs-rectifiers/training';
export function start(tf: TfLike): Rectifiers<TfLike> {
  const rx = rectifiers(tf);
  registerFileSystem(tf as never);
  training(rx);
  return rx;
}
export const startWithFew = (tf: TfLike): CustomRectifiers<TfLike, 'elu' | 'wasm'> => install(tf, [elu, wasm]);
export const handler = fileSystem('./model');
// @ts-expect-error so the types are there, not any
fileSystem(1);
// @ts-expect-error the same
training(1);
// @ts-expect-error the same
install({} as TfLike, [1]);
// @ts-expect-error the same
export const version: number = rectifiers({} as TfLike).version;
`;

let folder: string;
beforeAll(() => {
  if (!existsSync('dist/index.d.ts')) throw new Error('dist is missing: run npm run build, or npm test');
  folder = mkdtempSync(join(tmpdir(), 'rectifiers-declarations-'));
  const target = join(folder, 'node_modules/tfjs-rectifiers');
  mkdirSync(target, {recursive: true});
  cpSync('package.json', join(target, 'package.json'));
  // What TypeScript reads, and nothing else.
  cpSync('dist', join(target, 'dist'), {recursive: true, filter: path => !/\.(js|cjs|map)$/.test(path)});
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  for (const extension of ['ts', 'mts', 'cts']) writeFileSync(join(folder, `app.${extension}`), APP);
});
afterAll(() => rmSync(folder, {recursive: true}));

const {ModuleKind: M, ModuleResolutionKind: R} = ts;
test.each([
  ['node16, ES modules', 'mts', M.Node16, R.Node16],
  ['node16, CommonJS', 'cts', M.Node16, R.Node16],
  ['nodenext, ES modules', 'mts', M.NodeNext, R.NodeNext],
  ['nodenext, CommonJS', 'cts', M.NodeNext, R.NodeNext],
  ['bundler', 'ts', M.ESNext, R.Bundler],
  // Knows no exports: the entries beside the main one come by typesVersions.
  ['node10', 'ts', M.ESNext, R.Node10],
])('%s', (_, extension, module, moduleResolution) => {
  const program = ts.createProgram([join(folder, `app.${extension}`)], {
    module,
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    ignoreDeprecations: '6.0',
  });
  const found = ts
    .getPreEmitDiagnostics(program)
    .map(({file, messageText}) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(found).toEqual([]);
});
