// What an editor shows at a function of the catalogue: its summary and parameters, from the built declarations.
import * as tf from '@tensorflow/tfjs';
import ts from 'typescript';
import {rectifiers} from '../../src';

// It takes seconds, but on a machine that is busy otherwise.
jest.setTimeout(300_000);

test('rx.smoothRelu and rx.layers.smoothRelu, and so every function, say what they are', () => {
  const pointwise = [...rectifiers(tf).functions.values()].filter(({kind}) => kind === 'pointwise');
  const places = pointwise.flatMap(({name}) => [`rx.${name}`, `rx.layers.${name}`]);
  const lines = [
    `import type * as tf from '@tensorflow/tfjs';`,
    `import type {Rectifiers} from '../dist/index';`,
    `declare const rx: Rectifiers<typeof tf>;`,
    ...places.map(place => `${place};`),
  ];
  const shown = quickInfo(lines);
  pointwise.forEach(({name, summary, params}, i) => {
    for (const text of [shown[3 + 2 * i]!, shown[4 + 2 * i]!]) {
      expect([name, text.startsWith(summary)]).toEqual([name, true]);
      for (const param of Object.keys(params)) expect(text).toContain(`- \`${param}\`: `);
    }
  });
});

/** The documentation at the last name of each line. */
function quickInfo(lines: readonly string[]): string[] {
  const file = `${process.cwd()}/test/editor.ts`;
  const text = lines.join('\n');
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: name => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCompilationSettings: () => ({
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
    }),
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: options => ts.getDefaultLibFilePath(options),
    fileExists: name => name === file || ts.sys.fileExists(name),
    readFile: name => (name === file ? text : ts.sys.readFile(name)),
  };
  const service = ts.createLanguageService(host);
  let end = -1;
  return lines.map(line => {
    end += line.length + 1;
    const info = service.getQuickInfoAtPosition(file, end - 2);
    return ts.displayPartsToString(info?.documentation ?? []);
  });
}
