/** What the package itself costs: its size, installing it, and the first call of a function. */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {summary, type Timing} from './measure';
import {startNode, startTf} from './node';

export interface PackageFigures {
  /** Bytes minified, and gzipped besides. */
  readonly sizes: Readonly<Record<string, {readonly minified: number; readonly gzipped: number}>>;
  /** Milliseconds of `rectifiers(tf)`, each in a process of its own. */
  readonly install: Timing;
  /** Milliseconds of a function's first call on wasm in Node: trace, emit, compile, run on 8 elements. */
  readonly firstCall: {readonly forward: Timing; readonly gradients: Timing};
}

export async function measurePackage(): Promise<PackageFigures> {
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    times.push(Number(execFileSync(process.execPath, [process.argv[1]!, '--install'], {encoding: 'utf8'})));
  }
  const wasm = await startNode('wasm');
  const firstCall = await wasm.ask('firstCalls');
  await wasm.close();
  return {sizes: await sizes(), install: summary(times), firstCall};
}

/** In a process of its own: prints how long `rectifiers(tf)` took. */
export async function runInstall(): Promise<void> {
  const tf = await startTf('cpu');
  const {rectifiers} = await import(process.cwd() + '/dist/index.js');
  const start = performance.now();
  rectifiers(tf);
  process.stdout.write(String(performance.now() - start));
}

async function sizes(): Promise<PackageFigures['sizes']> {
  const of = (content: Uint8Array) => ({minified: content.length, gzipped: gzipSync(content, {level: 9}).length});
  const bundled = async (entry: string) => {
    const {outputFiles} = await build({
      entryPoints: [`dist/${entry}.js`],
      bundle: true,
      minify: true,
      write: false,
      platform: 'node',
      format: 'esm',
    });
    return of(outputFiles[0]!.contents);
  };
  return {
    'tfjs-rectifiers, script tag': of(readFileSync('dist/tfjs-rectifiers.min.js')),
    'tfjs-rectifiers': await bundled('index'),
    'tfjs-rectifiers/training': await bundled('training'),
    'tfjs-rectifiers/node': await bundled('node'),
  };
}
