// A folder of apps that use the package as npm installs it: packed, unpacked, and beside links to the other packages.
import {transformSync} from 'esbuild';
import {execFile} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';

const MODULES = resolve('node_modules');

export interface Lab {
  /** Where the apps are, templates and all; its node_modules have everything. */
  readonly folder: string;
  /** Unpacks the package once more, for whoever has two copies of it. */
  readonly unpack: (into: string) => void;
  /** Runs a script of the folder in a Node of its own, and gives what it reports. */
  readonly node: (script: string, ...args: string[]) => Promise<string>;
  /** Runs the command of a package, as scripts of package.json do. */
  readonly bin: (name: string, file: string, ...args: string[]) => Promise<string>;
  readonly close: () => void;
}

export async function openLab(templates: string): Promise<Lab> {
  if (!existsSync('dist/index.js')) throw new Error('dist is missing: run npm run build, or npm test');
  const folder = mkdtempSync(join(tmpdir(), 'rectifiers-apps-'));
  // The shell finds npm under its name on Windows too.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], '.', true);
  const [{filename}] = JSON.parse(packed) as [{filename: string}];

  const unpacked = join(folder, 'package');
  await run('tar', ['-xzf', filename], folder);
  const unpack = (into: string) =>
    cpSync(unpacked, join(folder, into, 'node_modules/tfjs-rectifiers'), {recursive: true});
  unpack('.');
  linkModules(join(folder, 'node_modules'));
  cpSync(resolve('test/apps/templates', templates), folder, {recursive: true});
  const {code} = transformSync(readFileSync('test/apps/job.ts', 'utf8'), {loader: 'ts', target: 'es2022'});
  writeFileSync(join(folder, 'job.mjs'), code);
  writeFileSync(join(folder, 'job.cjs'), transformSync(code, {format: 'cjs'}).code);

  return {
    folder,
    unpack,
    node: (script, ...args) => run(process.execPath, [script, ...args], folder),
    bin: (name, file, ...args) => run(process.execPath, [join(MODULES, name, file), ...args], folder),
    close: () => rmSync(folder, {recursive: true, force: true}),
  };
}

/** Every package of the project, scopes one by one. */
function linkModules(into: string): void {
  for (const name of readdirSync(MODULES)) {
    if (name.startsWith('.') || name === 'tfjs-rectifiers') continue;
    const inner = name.startsWith('@') ? readdirSync(join(MODULES, name)) : [''];
    for (const each of inner) {
      mkdirSync(join(into, each && name), {recursive: true});
      // A junction needs no privilege on Windows; elsewhere the word is ignored.
      symlinkSync(join(MODULES, name, each), join(into, name, each), 'junction');
    }
  }
}

async function run(command: string, args: readonly string[], cwd: string, shell = false): Promise<string> {
  try {
    const {stdout} = await promisify(execFile)(command, args, {cwd, shell, encoding: 'utf8', timeout: 240_000});
    return stdout;
  } catch (error) {
    const {message, stdout, stderr} = error as Error & {stdout?: string; stderr?: string};
    // execFile's message holds all of stderr, which may be hundreds of tf.js's warnings.
    const said = [message.split('\n')[0]!, stdout ?? '', stderr ?? ''].map(text => text.slice(-3000)).join('\n');
    throw new Error(`${[command, ...args].join(' ')}: ${said}`, {cause: error});
  }
}
