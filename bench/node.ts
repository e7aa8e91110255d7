/** A lane in Node: a process of its own, which answers what its parent asks. */
import {fork} from 'node:child_process';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {resolve} from 'node:path';
import type {Rectifiers} from '../src/index';
import type {Tf} from '../test/conformance/lane';
import {tfjsNodePath} from '../test/support/tfjsNode';
import {countModules, createBench, type Bench} from './lane';
import {processorTime, useClock} from './measure';

/** Asks a lane for something: a method of its bench, with plain data in and out. */
export interface Driver {
  readonly ask: <K extends keyof Bench>(
    method: K,
    ...args: Parameters<Bench[K]>
  ) => Promise<Awaited<ReturnType<Bench[K]>>>;
  readonly close: () => Promise<void>;
}

export type Clock = 'wall' | 'processor';
export type NodeBackend = 'cpu' | 'wasm' | 'tensorflow';

export const isThere = (backend: NodeBackend): boolean => backend !== 'tensorflow' || tfjsNodePath() !== null;

export async function startNode(backend: NodeBackend, clock: Clock = 'wall'): Promise<Driver> {
  const child = fork(process.argv[1]!, ['--child', backend, clock], {serialization: 'advanced'});
  let settle: {resolve: (value: never) => void; reject: (error: Error) => void} | undefined;
  child.on('message', ({value, error}: {value?: never; error?: string}) => {
    if (error === undefined) settle?.resolve(value as never);
    else settle?.reject(new Error(`${backend}: ${error}`));
  });
  child.on('exit', code => settle?.reject(new Error(`${backend}: its process ended with ${code}`)));
  const send = (message: unknown) =>
    new Promise<never>((resolve, reject) => {
      settle = {resolve, reject};
      if (message) child.send(message as never);
    });
  await send(null);
  return {
    ask: (method, ...args) => send({method, args}),
    close: async () => {
      settle = undefined;
      child.disconnect();
    },
  };
}

/** The process of a lane. */
export async function runChild(backend: NodeBackend, clock: Clock): Promise<void> {
  if (clock === 'processor') useClock(processorTime);
  const bench = createBench(...(await startLane(backend)), 2) as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  process.on('message', ({method, args}: {method: string; args: unknown[]}) => {
    void (async () => {
      try {
        process.send!({value: await bench[method]!(...args)});
      } catch (error) {
        process.send!({error: (error as Error).stack});
      }
    })();
  });
  process.send!({});
}

/** tf on this backend, with the built package installed. */
export async function startLane(backend: NodeBackend): Promise<[Tf, Rectifiers<Tf>]> {
  const tf = await startTf(backend);
  countModules();
  const {rectifiers} = (await import(pathToFileURL(resolve('dist/index.js')).href)) as {
    rectifiers: (tf: Tf) => Rectifiers<Tf>;
  };
  return [tf, rectifiers(tf)];
}

export async function startTf(backend: NodeBackend): Promise<Tf> {
  const require = createRequire(resolve('package.json'));
  const tf = require(backend === 'tensorflow' ? tfjsNodePath()! : '@tensorflow/tfjs') as Tf;
  if (backend === 'wasm') require('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
  await tf.ready();
  return tf;
}
