/** What is measured on one tf and backend. Runs in a process of its own in Node, and in a page. */
import {catalogue} from '../src/activations';
import type {Rectifiers} from '../src/index';
import type {Tensor, Tf} from '../test/conformance/lane';
import {composed, methodsOf, type Composable, type Parameter, type Parameters} from './composed';
import {digits, summary, timeByTurns, type Missing, type Timing, type Variant} from './measure';

/** What a function needs at most: one rounding (compare, select, multiply), arithmetic, or exp and its like. */
export type Kind = 'rounded once' | 'algebraic' | 'transcendental';

export interface Subject {
  readonly name: string;
  readonly kind: Kind;
  /** Whether it has parameters that can be tensors. */
  readonly learnable: boolean;
}

/** Parameters as numbers, or each a tensor of one value a channel. */
export type Given = 'numbers' | 'channels';

export interface Spec {
  readonly name: string;
  readonly given: Given;
  readonly size: number;
  /** Milliseconds. */
  readonly budget: number;
}

/** Forward, and forward with the gradients in x and in every parameter that is a tensor. */
export const VARIANTS = [
  'forward',
  'forward composed',
  'forward relu',
  'gradients',
  'gradients composed',
  'gradients relu',
] as const;
export type Times = Readonly<Record<(typeof VARIANTS)[number], Timing | Missing>>;

export interface Counts {
  /** Kernels as tf.profile lists them: forward, and what gradients add to it. */
  readonly kernels: Sides<readonly [number, number]>;
  /** GPU programs that ran, likewise. */
  readonly programs?: Sides<readonly [number, number]>;
  /** Bytes allocated besides the inputs at the worst moment of forward and gradients, as a multiple of x. */
  readonly peak: Sides<number>;
  /** What 20 further values of the parameters compiled: shader programs, pipelines or WebAssembly modules. */
  readonly compiled?: number;
}
interface Sides<T> {
  readonly ours: T;
  readonly composed: T | null;
}

export interface Bench {
  readonly subjects: () => Subject[];
  readonly time: (spec: Spec) => Promise<Times>;
  readonly count: (name: string, given: Given, size: number) => Promise<Counts>;
  /** Milliseconds of the first calls of a function, which trace, derive, emit and compile. */
  readonly firstCalls: () => Promise<{forward: Timing; gradients: Timing}>;
}

const CHANNELS = 64;

interface ParameterSpec {
  readonly default: number | string | null;
  readonly choices?: readonly string[];
  readonly fixed?: boolean;
}
interface AnyDefinition extends Composable {
  readonly params: Readonly<Record<string, ParameterSpec>>;
}

/** @param sample shortest time that the clock tells well, in milliseconds */
export function createBench(tf: Tf, rx: Rectifiers<Tf>, sample: number): Bench {
  const definitions = Object.values(catalogue) as unknown as readonly AnyDefinition[];
  const definitionOf = (name: string) => definitions.find(each => each.name === name)!;
  const op = (name: string) =>
    (rx as unknown as Record<string, (x: Tensor, params: Record<string, unknown>) => Tensor>)[name]!;
  const wait = waitFor(tf);

  /** A function both ways, on inputs that stay until `dispose`. */
  const prepare = (name: string, given: Given, size: number) => {
    const definition = definitionOf(name);
    const fixed = defaultsOf(definition);
    const learned = given === 'channels' ? tensorParameters(definition) : [];
    const shape = [size / CHANNELS, CHANNELS];
    const x = tf.tensor(normal(size, 3), shape);
    const dy = tf.tensor(normal(size, 1), shape);
    const tensors = learned.map((param, i) => tf.tensor1d(around(fixed[param] as number, CHANNELS, i)));
    const inputs = [x, ...tensors];
    const calling =
      (f: (x: Tensor, parameters: Record<string, Parameter>) => Tensor, changed: Parameters = {}) =>
      (first: Tensor, ...rest: Tensor[]) =>
        f(first, {...fixed, ...changed, ...Object.fromEntries(learned.map((param, i) => [param, rest[i]!]))});
    const ways = {
      ours: calling((first, parameters) => op(name)(first, parameters)),
      composed: calling((first, parameters) => composed(tf, definition, first, parameters)),
      relu: (first: Tensor) => tf.relu(first),
    };
    const forward = (f: (...inputs: Tensor[]) => Tensor) => tf.tidy(() => f(...inputs));
    const gradients = (f: (...inputs: Tensor[]) => Tensor) =>
      tf.tidy(() => {
        const {value, grads} = tf.valueAndGrads(f)(f === ways.relu ? [x] : inputs, dy);
        return [value, ...grads];
      });
    return {
      x,
      ways,
      forward,
      gradients,
      /** Ours with other numbers for the parameters. */
      other: (changed: Parameters) => calling((first, parameters) => op(name)(first, parameters), changed),
      dispose: () => tf.dispose([...inputs, dy]),
    };
  };

  const time: Bench['time'] = async ({name, given, size, budget}) => {
    const {ways, forward, gradients, dispose} = prepare(name, given, size);
    const variant = (run: () => Tensor | Tensor[]): Variant<Tensor | Tensor[]> => ({
      run,
      dispose: result => tf.dispose(result),
      wait,
    });
    const variants: Record<string, Variant<Tensor | Tensor[]>> = {};
    for (const way of ['ours', 'composed', 'relu'] as const) {
      if (way === 'composed' && emulated(tf, given)) continue;
      const suffix = way === 'ours' ? '' : ` ${way}`;
      variants[`forward${suffix}`] = variant(() => forward(ways[way]));
      variants[`gradients${suffix}`] = variant(() => gradients(ways[way]));
    }
    const measured = await timeByTurns(variants, budget, sample);
    const times = Object.fromEntries(VARIANTS.map(name => [name, measured[name] ?? {skipped: EMULATED}]));
    dispose();
    for (const way of ['forward', 'gradients'] as const) {
      const timing = times[way]!;
      if ('throws' in timing) throw new Error(`${name}, ${way}, ${given}, ${size}: ${timing.throws}`);
    }
    return times as Times;
  };

  const count: Bench['count'] = async (name, given, size) => {
    const {x, ways, forward, gradients, other, dispose} = prepare(name, given, size);
    const bytes = x.size * 4;
    const programs = countPrograms(tf);

    /** Runs once, and says what that took. */
    const watch = async (run: () => Tensor | Tensor[]) => {
      const before = tf.memory().numBytes;
      programs?.reset();
      const profile = await tf.profile(run as never);
      tf.dispose(profile.result);
      return {
        kernels: profile.kernels.filter(({name}) => !MOVES_NOTHING.has(name)).length,
        programs: programs?.count() ?? 0,
        peak: digits((profile.peakBytes - before) / bytes),
      };
    };
    const both = async (f: (...inputs: Tensor[]) => Tensor) => {
      // Twice: what is compiled or uploaded once is not counted.
      tf.dispose(gradients(f));
      const there = await watch(() => forward(f));
      const back = await watch(() => gradients(f));
      return {
        kernels: [there.kernels, back.kernels - there.kernels] as const,
        programs: [there.programs, back.programs - there.programs] as const,
        peak: back.peak,
      };
    };
    const ours = await both(ways.ours);
    const theirs = emulated(tf, given) ? null : await both(ways.composed).catch(() => null);

    let compiled: number | undefined;
    const definition = definitionOf(name);
    const numbers = tensorParameters(definition);
    if (given === 'numbers' && numbers.length && compiledSoFar(tf) !== null) {
      const run = (i: number) => {
        const values = numbers.map(param => [
          param,
          (defaultsOf(definition)[param] as number) * (1 + i / 64) + i / 512,
        ]);
        tf.dispose(gradients(other(Object.fromEntries(values))));
      };
      run(1);
      const before = compiledSoFar(tf)!;
      for (let i = 2; i < 22; i++) run(i);
      compiled = compiledSoFar(tf)! - before;
    }
    programs?.stop();
    dispose();
    return {
      kernels: {ours: ours.kernels, composed: theirs && theirs.kernels},
      ...(programs && {programs: {ours: ours.programs, composed: theirs && theirs.programs}}),
      peak: {ours: ours.peak, composed: theirs && theirs.peak},
      ...(compiled !== undefined && {compiled}),
    };
  };

  const firstCalls: Bench['firstCalls'] = async () => {
    const x = tf.tensor1d([-2, -1, 0, 1, 2, 3, 4, 5]);
    const timeOf = async (run: () => Tensor | Tensor[]) => {
      const start = performance.now();
      const result = run();
      await wait(result);
      const time = performance.now() - start;
      tf.dispose(result);
      return time;
    };
    const [first, ...rest] = definitions.map(({name}) => name);
    const forward = (name: string) => timeOf(() => op(name)(x, {}));
    const gradients = (name: string) => timeOf(() => tf.tidy(() => tf.grad((t: Tensor) => op(name)(t, {}))(x)));
    // The first function of all also starts what all share.
    await forward(first!);
    await gradients(first!);
    const times: [number[], number[]] = [[], []];
    for (const name of rest) {
      times[0].push(await forward(name));
      times[1].push(await gradients(name));
    }
    x.dispose();
    return {forward: summary(times[0]), gradients: summary(times[1])};
  };

  const subjects = () =>
    definitions.map(definition => ({
      name: definition.name,
      kind: kindOf(methodsOf(tf, definition, defaultsOf(definition))),
      learnable: tensorParameters(definition).length > 0,
    }));

  return {subjects, time, count, firstCalls};
}

/**
 * tf.js's WebGPU kernels that broadcast or reduce have barriers in their workgroups. A software GPU emulates those, which
 * takes 20 to 100 times as long as the arithmetic: a ratio to that says nothing.
 */
const emulated = (tf: Tf, given: Given) => tf.getBackend() === 'webgpu' && given === 'channels';
const EMULATED = 'stock kernels with barriers, which a software GPU emulates';

/** Kernels of tf.js that only make another view. */
const MOVES_NOTHING = new Set(['Identity', 'Reshape', 'Cast']);

const defaultsOf = ({params}: AnyDefinition): Record<string, Parameter> =>
  Object.fromEntries(Object.entries(params).map(([param, spec]) => [param, spec.default]));

const tensorParameters = ({params}: AnyDefinition): string[] =>
  Object.entries(params).flatMap(([param, spec]) =>
    typeof spec.default === 'number' && !spec.choices && !spec.fixed ? [param] : [],
  );

const ROUNDED_ONCE =
  /^(add|sub|mul|neg|abs|maximum|minimum|clipByValue|relu6?|(leaky|p)[rR]elu|step|where|greater|less)/;
const ALGEBRAIC = /^(div|square|squaredDifference|sqrt|rsqrt|reciprocal|pow)$/;

function kindOf(methods: Set<string>): Kind {
  const beyond = [...methods].filter(method => !ROUNDED_ONCE.test(method));
  if (!beyond.length) return 'rounded once';
  return beyond.every(method => ALGEBRAIC.test(method)) ? 'algebraic' : 'transcendental';
}

/** What the bench asks of the insides of tf.js's GPU backends. */
interface GpuBackend {
  readonly getGPGPUContext?: () => {readonly gl: WebGL};
  readonly binaryCache?: object;
  readonly pipelineCache?: object;
  readonly queue?: {readonly onSubmittedWorkDone: () => Promise<void>};
  readonly ensureCommandEncoderReady?: () => void;
  readonly endComputePassEncoder?: () => void;
  readonly submitQueue?: () => void;
  runWebGLProgram?: (...args: unknown[]) => unknown;
  runWebGPUProgram?: (...args: unknown[]) => unknown;
}
interface WebGL {
  readonly RGBA: number;
  readonly FLOAT: number;
  readonly getError: () => number;
  readonly readPixels: (...args: unknown[]) => void;
}
const backendOf = (tf: Tf) => tf.backend() as unknown as GpuBackend;

/** How to wait until results are computed. On the backends without a GPU they are when the call returns. */
function waitFor(tf: Tf): (result: Tensor | Tensor[]) => void | Promise<void> {
  const backend = backendOf(tf);
  if (tf.getBackend() === 'webgl') {
    const pixel = new Float32Array(4);
    return () => {
      // gl.finish() does not wait in Chromium. One pixel of the texture that was drawn last, which is still bound, does.
      const {gl} = backend.getGPGPUContext!();
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, pixel);
    };
  }
  if (tf.getBackend() === 'webgpu') {
    return () => {
      backend.ensureCommandEncoderReady!();
      backend.endComputePassEncoder!();
      backend.submitQueue!();
      return backend.queue!.onSubmittedWorkDone();
    };
  }
  return () => {};
}

/** Counts the programs that a GPU backend runs, until `stop`. */
function countPrograms(tf: Tf) {
  const backend = backendOf(tf);
  const method = backend.runWebGLProgram ? 'runWebGLProgram' : backend.runWebGPUProgram ? 'runWebGPUProgram' : null;
  if (!method) return null;
  let ran = 0;
  const original = backend[method]!;
  backend[method] = function (this: unknown, ...args) {
    ran++;
    return original.apply(this, args);
  };
  return {
    count: () => ran,
    reset: () => void (ran = 0),
    // An own property that hid the method of the class.
    stop: () => void delete backend[method],
  };
}

let modules = 0;

/** Counts WebAssembly modules from now on. To be called before the package is loaded. */
export function countModules(): void {
  const host = (globalThis as unknown as {WebAssembly: {Module: new (...args: unknown[]) => object}}).WebAssembly;
  host.Module = new Proxy(host.Module, {
    construct(target, args, newTarget) {
      modules++;
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
}

function compiledSoFar(tf: Tf): number | null {
  const {binaryCache, pipelineCache} = backendOf(tf);
  const cache = binaryCache ?? pipelineCache;
  if (cache) return Object.keys(cache).length;
  return tf.getBackend() === 'wasm' || tf.getBackend() === 'cpu' ? modules : null;
}

/** Repeatable normal numbers with this standard deviation. */
function normal(size: number, deviation: number): Float32Array {
  let state = 42;
  const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
  const values = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const [radius, angle] = [deviation * Math.sqrt(-2 * Math.log(random())), 2 * Math.PI * random()];
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** Values near a default, none equal, in order: between 1 and 1.5 times of it, or 0 and 0.1 above it where it is small. */
const around = (value: number, count: number, shift: number): number[] =>
  Array.from(
    {length: count},
    (_, i) => value + ((i + shift) * (Math.abs(value) > 0.2 ? value / 2 : 0.1)) / (count + 8),
  );
