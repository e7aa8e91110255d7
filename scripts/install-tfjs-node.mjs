#!/usr/bin/env node
/**
 * Builds @tensorflow/tfjs-node in .lanes/tfjs-node, for the tensorflow lane of the tests, from package registries alone.
 *
 * An ordinary user runs `npm i @tensorflow/tfjs-node`, whose install downloads libtensorflow. Where that download cannot
 * be reached, PyPI's tensorflow-cpu wheel carries a library with the same C API, and the addon is compiled against it.
 * It has a folder of its own because npm removes from node_modules what a package.json does not list.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const TFJS_NODE = '4.22.0';
const WHEEL = 'tensorflow-cpu==2.15.1';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = resolve(root, '.lanes/tfjs-node');
const target = join(folder, 'node_modules/@tensorflow/tfjs-node');

if (process.argv.includes('--help')) {
  console.log(`Usage: node scripts/install-tfjs-node.mjs
Builds @tensorflow/tfjs-node ${TFJS_NODE} in .lanes/tfjs-node for the tests. Needs python3 with pip, g++ and make.
For use in an app, run npm i @tensorflow/tfjs-node there instead.`);
  process.exit(0);
}

/** Whether it loads; in a process of its own, since a broken addon may end it. */
function works() {
  if (!existsSync(join(target, 'package.json'))) return false;
  try {
    const code = `const tf = require(${JSON.stringify(target)}); if (tf.getBackend() !== 'tensorflow') process.exit(1);
      if (tf.relu(tf.tensor1d([-1, 2])).dataSync()[1] !== 2) process.exit(1);`;
    execFileSync(process.execPath, ['-e', code], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

function run(command, args, options = {}) {
  console.log(`> ${command} ${args.join(' ')}`);
  execFileSync(command, args, {stdio: 'inherit', cwd: folder, ...options});
}

function needs(command, args, why) {
  try {
    execFileSync(command, args, {stdio: 'ignore'});
  } catch {
    console.error(
      `install-tfjs-node: ${why} is missing ('${command} ${args.join(' ')}' failed). Install it and run this again.`,
    );
    process.exit(1);
  }
}

const started = Date.now();
if (works()) {
  console.log(`tfjs-node ${TFJS_NODE} is there: ${target}`);
  process.exit(0);
}
needs('python3', ['-m', 'pip', '--version'], 'Python 3 with pip, which fetches the TensorFlow library,');
needs('g++', ['--version'], 'g++, which compiles the addon,');
needs('make', ['--version'], 'make, which compiles the addon,');

rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({private: true, dependencies: {'@tensorflow/tfjs-node': TFJS_NODE}}),
);
run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']);

const wheel = join(folder, 'wheel');
run('python3', [
  ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--python-version', '3.11'],
  ...['--platform', 'manylinux2014_x86_64', '--dest', wheel, WHEEL],
]);
const [file] = readdirSync(wheel).filter(name => name.endsWith('.whl'));
// Only the library and its headers: the wheel is several times as large.
const unpack = `
import os, sys, zipfile
wheel, deps = sys.argv[1:]
libraries = {'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'}
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            path = os.path.join(deps, 'lib', os.path.basename(name))
        elif name.startswith(('tensorflow/include/tensorflow/', 'tensorflow/include/tsl/')) and not name.endswith('/'):
            path = os.path.join(deps, 'include', name[len('tensorflow/include/'):])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as copy:
            while chunk := source.read(1 << 20):
                copy.write(chunk)
`;
const deps = join(target, 'deps');
run('python3', ['-c', unpack, join(wheel, file), deps], {stdio: 'inherit'});
rmSync(wheel, {recursive: true});
for (const [link, to] of [
  ['libtensorflow.so', 'libtensorflow_cc.so.2'],
  ['libtensorflow.so.2.9.1', 'libtensorflow_cc.so.2'],
  ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
]) {
  symlinkSync(to, join(deps, 'lib', link));
}

// node-gyp downloads Node's headers unless it is told where they are; most installations carry them.
const prefix = dirname(dirname(process.execPath));
const env = {...process.env};
if (existsSync(join(prefix, 'include/node/node.h'))) env.npm_config_nodedir = prefix;
run('npm', ['run', 'install'], {cwd: target, env});

if (!works()) {
  createRequire(import.meta.url)(target); // shows the reason
  throw new Error('tfjs-node was built but does not work');
}
console.log(`tfjs-node ${TFJS_NODE} built in ${Math.round((Date.now() - started) / 1000)} s: ${target}`);
