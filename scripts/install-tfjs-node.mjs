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
import {arch, platform} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const TFJS_NODE = '4.22.0';
const WHEEL = 'tensorflow-cpu==2.15.1';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, '.lanes/tfjs-node');
const target = join(folder, 'node_modules/@tensorflow/tfjs-node');
const deps = join(target, 'deps');

if (process.argv.includes('--help')) {
  console.log(`Usage: node scripts/install-tfjs-node.mjs

Builds @tensorflow/tfjs-node ${TFJS_NODE} in .lanes/tfjs-node for this project's tests, on Linux x64, where the download
of libtensorflow cannot be reached. Needs python3 with pip, g++ and make. Does nothing when it is built already.

On an ordinary machine, and to use tfjs-node in an app, run: npm i @tensorflow/tfjs-node`);
  process.exit(0);
}

if (check('ignore')) {
  console.log(`tfjs-node ${TFJS_NODE} is there: ${target}`);
  process.exit(0);
}

if (platform() !== 'linux' || arch() !== 'x64') {
  fail(`the library is for Linux x64, and this is ${platform()} ${arch()}. Run 'npm i @tensorflow/tfjs-node' in a
folder of its own and name the installed package in the environment variable TFJS_NODE.`);
}
const missing = [
  ['python3 with pip', 'python3', '-m', 'pip', '--version'],
  ['g++', 'g++', '--version'],
  ['make', 'make', '--version'],
].filter(([, ...command]) => !succeeds(command, {stdio: 'ignore'}));
if (missing.length) {
  const names = missing.map(([name]) => name).join(', ');
  fail(`missing: ${names}. On Debian or Ubuntu: apt-get install python3 python3-pip g++ make`);
}

const started = Date.now();
rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({private: true, dependencies: {'@tensorflow/tfjs-node': TFJS_NODE}}),
);
run(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']);
addLibrary();
buildAddon();
// The second time with what it has to say.
if (!check('ignore') && !check('inherit')) fail('it was built but does not work; the reason is above.');
console.log(`tfjs-node ${TFJS_NODE} built in ${Math.round((Date.now() - started) / 1000)} s: ${target}`);

/** Whether it loads and computes; in a process of its own, since a broken addon may end it. */
function check(stdio) {
  if (!existsSync(join(target, 'package.json'))) return false;
  const code = `const tf = require(${JSON.stringify(target)});
    const [zero, two] = tf.relu(tf.tensor1d([-1, 2])).dataSync();
    if (tf.getBackend() !== 'tensorflow' || zero !== 0 || two !== 2) throw new Error('tfjs-node computes nonsense');`;
  return succeeds([process.execPath, '-e', code], {stdio});
}

/** Puts TensorFlow's C library and its headers, out of the wheel, where tfjs-node looks for libtensorflow. */
function addLibrary() {
  const wheelFolder = join(folder, 'wheel');
  // For whatever version this Python is: the library inside does not depend on it.
  const anyPython = ['--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
  run(['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', ...anyPython, '--dest', wheelFolder, WHEEL]);
  const wheel = readdirSync(wheelFolder).find(name => name.endsWith('.whl'));
  const unpack = `
import os, shutil, sys, zipfile
wheel, deps = sys.argv[1:]
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
headers = ('tensorflow/include/tensorflow/', 'tensorflow/include/tsl/')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            path = os.path.join(deps, 'lib', os.path.basename(name))
        elif name.startswith(headers) and not name.endswith('/'):
            path = os.path.join(deps, os.path.relpath(name, 'tensorflow'))
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
`;
  run(['python3', '-c', unpack, join(wheelFolder, wheel), deps], {}, `python3: unpack ${wheel}`);
  rmSync(wheelFolder, {recursive: true});
  for (const [link, to] of [
    ['libtensorflow.so', 'libtensorflow_cc.so.2'],
    ['libtensorflow.so.2.9.1', 'libtensorflow_cc.so.2'], // makes its install script skip the download
    ['libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
  ]) {
    symlinkSync(to, join(deps, 'lib', link));
  }
}

/** Compiles the addon; npm 11 runs no package's install script by itself. */
function buildAddon() {
  // The prebuilt addon that its install script would try first is linked to libtensorflow's own file names.
  const env = {...process.env, npm_config_build_from_source: 'true'};
  // node-gyp downloads Node's headers unless it is told where they are; most installations carry them.
  const prefix = dirname(dirname(process.execPath));
  if (existsSync(join(prefix, 'include/node/node.h'))) env.npm_config_nodedir ??= prefix;
  run(['npm', 'run', 'install'], {cwd: target, env});
}

function succeeds([command, ...args], options) {
  try {
    execFileSync(command, args, options);
    return true;
  } catch {
    return false;
  }
}

function run(command, options = {}, title = command.join(' ')) {
  console.log(`> ${title}`);
  if (!succeeds(command, {stdio: 'inherit', cwd: folder, ...options})) fail(`'${title}' failed; the reason is above.`);
}

function fail(reason) {
  console.error(`install-tfjs-node: ${reason}`);
  process.exit(1);
}
