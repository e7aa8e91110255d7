#!/usr/bin/env node
/**
 * Installs the built package beside older versions of tf.js, from the npm registry and without any flag, and runs
 * test/versions/main.ts there: the conformance suite on cpu and wasm, models from Keras, training, saving and loading.
 * Then the same in other versions of Node, without the suite's checks of ops and layers one by one.
 *
 *   npm run build && npm run check:versions              all
 *   npm run check:versions -- 4.0.0 'Keras|training'     one version of tf.js, in this Node, and the checks of these names
 */
import {build} from 'esbuild';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {arch, platform, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The oldest, one between and the newest, and why checks cannot pass there: tf.js itself fails in the same way. */
const TFJS = {
  '4.0.0': [
    'no AvgPoolGrad on wasm',
    'no EluGrad on wasm',
    'no ResizeBilinearGrad on wasm',
    'no Selu on wasm',
    'no Softplus on wasm',
    'no fill without a dtype on wasm, so no Adagrad',
    "no activation 'gelu'",
  ],
  '4.10.0': ["no activation 'gelu'", 'models without weights do not load'],
  '4.22.0': [],
};
const NODES = [20, 22, 24];
/** What depends on Node as well: WebAssembly of this engine, files, and how modules are loaded. */
const SHORT = '^(values and derivatives|Keras|training|an app|a model)';

/** What the tests take from the sources' entries comes from the package. */
const asInstalled = {
  name: 'as installed',
  setup({onResolve}) {
    onResolve({filter: /\/src\/(index|node|training\/index)$/}, ({path}) => {
      const entry = path.split('/src/')[1].split('/')[0];
      return {path: entry === 'index' ? 'tfjs-rectifiers' : `tfjs-rectifiers/${entry}`, external: true};
    });
  },
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [onlyTfjs, onlyChecks] = process.argv.slice(2);
if (onlyTfjs && !Object.hasOwn(TFJS, onlyTfjs)) {
  throw new Error(`tf.js ${onlyTfjs} is none of ${Object.keys(TFJS).join(', ')}`);
}
if (!existsSync(join(root, 'dist/index.js'))) throw new Error('dist is missing: npm run build');

const folder = mkdtempSync(join(tmpdir(), 'rectifiers-versions-'));
try {
  process.exitCode = (await main()) ? 0 : 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}

async function main() {
  const [{filename}] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root));
  const versions = onlyTfjs ? [onlyTfjs] : Object.keys(TFJS);
  const apps = [];
  for (const version of versions) apps.push([version, await install(version, join(folder, filename))]);

  const mine = Number(process.versions.node.split('.')[0]);
  const nodes = onlyTfjs ? [mine] : NODES;
  let good = true;
  for (const major of nodes) {
    const executable = major === mine ? process.execPath : installNode(major);
    const checks = onlyChecks ?? (major === mine ? '' : SHORT);
    for (const [version, script] of apps) good = run(executable, version, script, checks) && good;
  }
  return good;
}

/** An app with that tf.js: no --legacy-peer-deps, since users do not know that flag. */
async function install(version, tarball) {
  const app = join(folder, `tfjs-${version}`);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({private: true, type: 'module'}));
  const packages = [`@tensorflow/tfjs@${version}`, `@tensorflow/tfjs-backend-wasm@${version}`, tarball];
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], app);
  const script = join(app, 'main.mjs');
  await build({
    entryPoints: [join(root, 'test/versions/main.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    external: ['@tensorflow/*'],
    plugins: [asInstalled],
    logLevel: 'warning',
  });
  return script;
}

/** The newest Node of that major version which the npm registry has. */
function installNode(major) {
  const into = join(folder, `node-${major}`);
  mkdirSync(into);
  writeFileSync(join(into, 'package.json'), JSON.stringify({private: true}));
  const name = `node-${platform() === 'win32' ? 'win' : platform()}-${arch()}`;
  npm(['install', '--no-audit', '--no-fund', '--prefer-offline', `${name}@${major}`], into);
  return join(into, 'node_modules', name, 'bin', platform() === 'win32' ? 'node.exe' : 'node');
}

function run(executable, version, script, checks) {
  const started = performance.now();
  // Fixtures are read from the root.
  const output = execFileSync(executable, [script, checks], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 600_000,
    maxBuffer: 1 << 28,
  });
  const {tfjs, node, passed, failed, lacks} = JSON.parse(output.trim().split('\n').at(-1));
  const unknown = Object.keys(lacks).filter(reason => !TFJS[version].includes(reason));
  const problems = [...failed, ...unknown.map(reason => `${lacks[reason]} checks cannot run: ${reason}`)];
  if (tfjs !== version) problems.push(`this is tf.js ${tfjs}`);
  if (passed === 0) problems.push('no check ran');
  const known = Object.entries(lacks).map(([reason, count]) => `${reason} (${count})`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `tf.js ${version}, Node ${node.slice(1)}: ${passed} checks passed, ${problems.length} failed, ${seconds} s` +
      (known.length ? `; not in this tf.js: ${known.join(', ')}` : ''),
  );
  for (const problem of problems.slice(0, 5)) console.log(`  ${problem}`);
  if (problems.length > 5) console.log(`  and ${problems.length - 5} more`);
  return problems.length === 0;
}

function npm(args, cwd) {
  // The shell finds npm under its name on Windows too.
  return execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: platform() === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
