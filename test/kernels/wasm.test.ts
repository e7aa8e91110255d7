// The WebAssembly kernels below the ops: routines, broadcasting, memory, and each way in which they may be missing.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {readFileSync} from 'node:fs';
import {apply, constant, symbol, type Node} from '../../src/expr/graph';
import {PRIMITIVES, type PrimitiveName} from '../../src/expr/primitives';
import {gradientProgram, makeProgram, type Program} from '../../src/expr/program';
import {rectifiers} from '../../src/index';
import {interpret} from '../../src/kernels/interpret';
import {targetsOf} from '../../src/kernels/kernel';
import {onOwnMemory, onBackendHeap} from '../../src/kernels/wasm';
import {webAssembly, type Memory} from '../../src/kernels/wasm/api';
import {emit} from '../../src/kernels/wasm/emit';
import {Lanes, type Value} from '../../src/kernels/wasm/lanes';
import {decay, tanh} from '../../src/kernels/wasm/math';
import {isRoundedOnce} from '../../src/kernels/wasm/primitives';

const x = symbol('x');
const slope = symbol('slope');
const leaky = apply('where', apply('greater', x, constant(0)), x, apply('mul', slope, x));
const swish = apply('mul', x, apply('sigmoid', apply('mul', slope, x)));

/** What we touch of the wasm backend in order to break it. */
interface Breakable {
  wasm: {_malloc: (bytes: number) => number; asm: Record<string, unknown>};
  numDataIds(): number;
}
const wasmBackend = () => tf.backend() as unknown as Breakable;
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
/** Numbers of both signs and all sizes, the same at each run. */
const samples = (size: number, seed = 1) =>
  Float32Array.from({length: size}, (_, i) => Math.sin((i + seed) * 12.9898) * 10 ** Math.sin((i + seed) * 78.233));

test('what is equal is computed once: products either way round, e^-|a| of a, -a and 2 (a / 2)', () => {
  for (const fused of [false, true]) {
    const lanes = new Lanes(true, fused);
    const [a, b] = [lanes.given(false), lanes.given(false)];
    expect(b.mul(a)).toBe(a.mul(b));
    expect(b.sub(a)).not.toBe(a.sub(b));
    expect(decay(a.neg())).toBe(decay(a));
    expect(decay(a.mul(0.5).mul(2))).toBe(decay(a));
    // 0.1 times 3 rounds, so it stays two products.
    expect(a.mul(0.1).mul(3)).not.toBe(a.mul(0.1 * 3));
    // tanh a/2 has the division of sigmoid a, and one exponential.
    const quotients = new Set<Value>();
    const visit = (value: Value) => {
      if (value.op === 'div') quotients.add(value);
      value.args.forEach(visit);
    };
    [tanh(a.mul(0.5)), lanes.constant(1).div(decay(a.neg()).add(1))].forEach(visit);
    expect(quotients.size).toBe(1);
  }
});

test('log1p of what is known to lie between -1/2 and 1 has one division', () => {
  const near = apply('log1p', apply('mul', constant(0.5), apply('expm1', apply('neg', apply('abs', x)))));
  const any = apply('log1p', apply('expm1', apply('neg', apply('abs', x))));
  const size = (node: Node) => emit(makeProgram('T', ['x'], [], [node]), 'v' + 'e', false).length;
  expect(size(near)).toBeLessThan(size(any) - 300);
});

async function on(backend: string, body: () => void | Promise<void>): Promise<void> {
  await tf.setBackend(backend);
  await tf.ready();
  const before = tf.memory().numTensors;
  await body();
  expect(tf.memory().numTensors).toBe(before);
}

const asTensor = (info: tf.TensorInfo): tf.Tensor =>
  info instanceof tf.Tensor ? info : tf.engine().makeTensorFromTensorInfo(info);

const newMemory = (more: object = {}): Memory => new (webAssembly()!.Memory)({initial: 1, ...more});

/** Calls a kernel on a memory of its own, `values` being the first input. */
function call(program: Program, access: string, values: ArrayLike<number>, memory: Memory): number[] {
  const {Module, Instance} = webAssembly()!;
  const module = new Module(emit(program, access, String(memory.buffer) === '[object SharedArrayBuffer]'));
  const functions = {0: PRIMITIVES.sin.reference, 1: PRIMITIVES.cos.reference};
  const {k} = new Instance(module, {m: {m: memory}, f: functions}).exports as {k: CallableFunction};
  new Float32Array(memory.buffer).set(values);
  k(values.length, 0, 32768);
  const results = access.endsWith('e') ? Float32Array : Float64Array;
  return [...new results(memory.buffer, 32768, values.length)];
}

describe('routines in float64 lanes', () => {
  const references = JSON.parse(readFileSync('test/kernels/primitives.json', 'utf8')) as Record<
    string,
    {x: number[]; y: number[]}
  >;
  test.each(Object.keys(references))('%s', name => {
    const {x: xs, y} = references[name]!;
    const program = makeProgram('Routine', ['x'], [], [apply(name as PrimitiveName, x)]);
    // `a`: what is summed is not rounded to float32.
    const got = call(program, 'va', xs, newMemory());
    const wrong = xs.flatMap((at, i) => (Math.abs(got[i]! / y[i]! - 1) < 2e-13 ? [] : [[at, got[i], y[i]]]));
    expect(wrong).toEqual([]);
  });

  test.each<[PrimitiveName, number, number]>([
    ['exp', Infinity, Infinity],
    ['exp', -Infinity, 0],
    ['expm1', -Infinity, -1],
    ['log', 0, -Infinity],
    ['log', -1, NaN],
    ['log1p', -1, -Infinity],
    ['log1p', -2, NaN],
    ['softplus', -Infinity, 0],
    ['sigmoid', Infinity, 1],
    ['sigmoid', -Infinity, 0],
    ['logisticEntropy', Infinity, 0],
    ['tanh', -Infinity, -1],
    ['tanh', 0, 0],
    ['sin', Infinity, NaN],
    ['cos', -Infinity, NaN],
    ['erf', Infinity, 1],
    ['erfc', Infinity, 0],
    ['erfc', -Infinity, 2],
    ['normalCdf', -Infinity, 0],
    ['normalPdf', Infinity, 0],
    ['sign', 0, -1],
    ['rsqrt', 4, 0.5],
  ])('%s(%d) is %d', (name, at, want) => {
    const program = makeProgram('Routine', ['x'], [], [apply(name, x)]);
    expect(call(program, 've', [at], newMemory())).toEqual([want]);
  });
});

test('an infinite x, as it is or as what stands for it, gives what the interpreter gives', () => {
  const [two, half] = [constant(2), constant(0.5)];
  const twice = apply('mul', two, x);
  const graphs: Node[] = [
    apply('exp', x),
    apply('expm1', apply('neg', twice)),
    apply('softplus', apply('div', x, two)),
    apply('mul', apply('softplus', x), apply('sigmoid', apply('neg', x))),
    apply('mul', x, apply('sigmoid', x)),
    apply('sub', twice, apply('mul', half, apply('abs', x))),
    apply('sub', x, apply('tanh', x)),
    apply('where', apply('greater', twice, x), x, apply('expm1', x)),
    apply('where', apply('greater', x, two), apply('mul', half, x), apply('mul', x, apply('exp', x))),
    apply('maximum', apply('minimum', x, twice), apply('neg', x)),
    apply('div', x, apply('add', apply('abs', x), constant(1))),
    apply('hypot', x, two),
  ];
  const special = [-Infinity, -3e38, -1, 0, 1, 3e38, Infinity, NaN];
  for (const graph of graphs) {
    const program = makeProgram('Infinite', ['x'], [], [graph]);
    const [want] = interpret(program, [{values: Float32Array.from(special), shape: [8]}], [], [8], [[8]]);
    // Not by toEqual, which takes 0 and -0 for different numbers.
    const got = call(program, 've', special, newMemory());
    const wrong = special.filter(
      (_, i) => !Object.is(got[i]! + 0, want![i]! + 0) && !(Math.abs(got[i]! / want![i]! - 1) < 1e-6),
    );
    expect([graph.op, wrong]).toEqual([graph.op, []]);
  }
});

describe('float32 lanes', () => {
  test('are taken where every result is exact or rounded once', () => {
    const two = apply('mul', slope, apply('add', x, constant(1)));
    expect(isRoundedOnce([leaky])).toBe(true);
    expect(isRoundedOnce([apply('maximum', apply('minimum', x, slope), constant(0))])).toBe(true);
    expect(isRoundedOnce([two])).toBe(false);
    expect(isRoundedOnce([apply('mul', constant(0.1), x)])).toBe(false);
    // Powers of two are exact, but for half of a subnormal number.
    expect(isRoundedOnce([apply('mul', constant(0.5), apply('add', x, constant(1)))])).toBe(true);
    expect(isRoundedOnce([apply('mul', slope, apply('mul', constant(-2), x))])).toBe(true);
    expect(isRoundedOnce([apply('mul', slope, apply('mul', constant(0.5), x))])).toBe(false);
    expect(isRoundedOnce([apply('where', apply('greater', apply('square', x), slope), x, slope)])).toBe(false);
    expect(isRoundedOnce([apply('exp', x)])).toBe(false);
    expect(isRoundedOnce([apply('sub', x, apply('abs', x))])).toBe(false);
    // Of an infinite x, the difference from what stays between two numbers is no NaN.
    const above = apply('maximum', x, slope);
    expect(isRoundedOnce([apply('sub', x, apply('minimum', above, constant(6)))])).toBe(true);
    expect(isRoundedOnce([apply('sub', x, above)])).toBe(false);
    expect(isRoundedOnce([apply('sub', x, apply('minimum', above, apply('neg', x)))])).toBe(false);
  });

  const special = [-Infinity, Infinity, NaN, 0, -0, 1e-45, -1e-45, 3.4e38, -3.4e38, 1, -1];
  test.each([
    ['as a number', [], [0]],
    ['as a number', [], [Math.fround(0.3)]],
    ['one for all', [0], []],
    ['one for all', [2], []],
    ['one an element', special.map((_, i) => i % 3), []],
  ])('special values with a slope %s', async (_, values, uniforms) => {
    const program = makeProgram('Special', values.length ? ['x', 'slope'] : ['x'], values.length ? [] : ['slope'], [
      leaky,
    ]);
    const inputs = [{values: Float32Array.from(special), shape: [11]}];
    if (values.length) inputs.push({values: Float32Array.from(values), shape: [values.length]});
    await on('wasm', () => {
      tf.tidy(() => {
        const tensors = inputs.map(({values, shape}) => tf.tensor(values, shape));
        const [got] = onBackendHeap(tf, tensors, {program, uniforms, full: [11], shapes: [[11]]})!;
        const want = interpret(program, inputs, uniforms, [11], [[11]])[0]!;
        const result = asTensor(got!);
        expect([...result.dataSync()].map(v => v + 0)).toEqual([...want].map(v => v + 0));
      });
    });
  });
});

describe.each(['cpu', 'wasm'])('broadcasting on %s', backend => {
  const run = backend === 'cpu' ? onOwnMemory : onBackendHeap;

  /** Value, and all gradients in one kernel, against the interpreter, which walks element by element. */
  function check(full: number[], shapes: number[][]): void {
    const names = shapes.map((_, i) => `p${i}`);
    const value = names.reduce<Node>((sum, name) => apply('mul', sum, apply('sigmoid', symbol(name))), swish);
    const program = makeProgram('Broadcast', ['x', 'slope', ...names], [], [value]);
    const gradient = gradientProgram(program, [0, 1, ...names.map((_, i) => i + 2)]);
    const all = [full, full.slice(-1), ...shapes];
    const arrays = all.map((shape, i) => ({shape, values: samples(sizeOf(shape), i + 1)}));
    for (const [each, inputs, outputs] of [
      [program, arrays, [full]],
      [gradient, [{shape: full, values: samples(sizeOf(full), 9)}, ...arrays], all],
    ] as const) {
      tf.tidy(() => {
        const tensors = inputs.map(({values, shape}) => tf.tensor(values, shape));
        const first = run(tf, tensors, {program: each, uniforms: [], full, shapes: outputs})!;
        const again = run(tf, tensors, {program: each, uniforms: [], full, shapes: outputs})!;
        const want = interpret(each, inputs, [], full, outputs);
        first.forEach((info, i) => {
          const [got, same] = [info, again[i]!].map(asTensor) as [tf.Tensor, tf.Tensor];
          expect(got.shape).toEqual(outputs[i]);
          const [values, others] = [got.dataSync(), same.dataSync()];
          expect(values.every((v, at) => v === others[at])).toBe(true);
          // Sums of terms of either sign: relative to the terms.
          const scale = want[i]!.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
          const worst = want[i]!.reduce((most, w, at) => Math.max(most, Math.abs(w - values[at]!)), 0);
          expect(worst / scale).toBeLessThan(2e-7);
        });
      });
    }
  }

  test.each<[number[], number[][]]>([
    [[1], [[1]]],
    [[], [[]]],
    [[7], [[7], [1], []]],
    [
      [333, 3],
      [[3], [333, 1], [1, 3], []],
    ],
    [[1001, 10], [[10]]],
    [
      [64, 192],
      [[192], [1]],
    ],
    [
      [3, 2049],
      [[2049], [3, 1]],
    ],
    [
      [2, 70001],
      [[70001], [2, 1]],
    ],
    [
      [5000, 2],
      [[5000, 1], [2]],
    ],
    [
      [3, 4, 5, 6],
      [
        [4, 1, 6],
        [3, 1, 5, 1],
        [5, 6],
        [3, 1, 1, 1],
      ],
    ],
    [
      [2, 1, 3001],
      [[2, 1, 1], [3001]],
    ],
    [
      [50, 60, 1, 3],
      [
        [60, 1, 1],
        [50, 1, 1, 3],
      ],
    ],
  ])('x %j, parameters %j', async (full, shapes) => on(backend, () => check(full, shapes)));
});

describe('the heap of the wasm backend', () => {
  test('grows while tensors are on it', () =>
    on('wasm', () => {
      tf.tidy(() => {
        const rx = rectifiers(tf);
        const small = tf.tensor1d([-1, 2]);
        const before = rx.leakyRelu(small, {negativeSlope: 0.5});
        const large = tf.ones([1 << 25]);
        const [after, much] = [rx.leakyRelu(small, {negativeSlope: 0.5}), rx.leakyRelu(large)];
        expect([...before.dataSync(), ...after.dataSync()]).toEqual([-0.5, 2, -0.5, 2]);
        expect(much.min().dataSync()[0]).toBe(1);
      });
    }));

  test('full: an error that says so; nothing is lost, and it goes on when there is room', () =>
    on('wasm', () => {
      const {wasm} = wasmBackend();
      const malloc = wasm._malloc;
      const program = makeProgram('Full', ['x', 'slope'], [], [leaky]);
      const gradient = gradientProgram(program, [0, 1]);
      const shapes = [[2, 2], [2]];
      const t = tf.tensor2d([-1, 2, 3, -4], shapes[0] as [number, number]);
      const slopes = tf.tensor1d([0.5, 0.25]);
      const run = () => onBackendHeap(tf, [t, t, slopes], {program: gradient, uniforms: [], full: shapes[0]!, shapes})!;
      const read = () => tf.tidy(() => run().map(info => [...asTensor(info).dataSync()]));
      const expected = read();
      const dataIds = wasmBackend().numDataIds();
      // Both results, and the room for sums, each in turn.
      const messages = [0, 1, 2].map(free => {
        wasm._malloc = bytes => (free-- > 0 ? malloc(bytes) : 0);
        try {
          run();
          return 'no error';
        } catch (error) {
          return `${error as Error}`;
        } finally {
          wasm._malloc = malloc;
          expect(wasmBackend().numDataIds()).toBe(dataIds);
        }
      });
      expect(messages[0]).toMatch(/RectifierError: FullGrad: the heap of the wasm backend is full.* 16 more bytes/);
      expect(messages[1]).toMatch(/ 8 more bytes/);
      expect(messages[2]).toMatch(/heap of the wasm backend is full/);
      expect(read()).toEqual(expected);
      tf.dispose([t, slopes]);
    }));

  test('shared, as in the threaded build', () => {
    const memory = newMemory({maximum: 32768, shared: true});
    const program = makeProgram('Shared', ['x'], [], [apply('softplus', x)]);
    expect(call(program, 've', [0, -200, 3], memory)).toEqual(
      [0, -200, 3].map(v => Math.fround(PRIMITIVES.softplus.reference(v))),
    );
  });
});

test('another number compiles nothing', () =>
  on('wasm', () => {
    const rx = rectifiers(tf);
    const t = tf.tensor1d([-1, 1]);
    rx.smoothRelu(t, {k: 7}).dispose();
    const compile = jest.spyOn(webAssembly()! as {Module: new (bytes: Uint8Array) => object}, 'Module');
    for (let k = 1; k < 21; k++) rx.smoothRelu(t, {k}).dispose();
    expect(compile).not.toHaveBeenCalled();
    rx.define({name: 'compiledOnce', className: 'CompiledOnce', fn: v => v.exp().add(1)})(t).dispose();
    expect(compile).toHaveBeenCalledTimes(1);
    compile.mockRestore();
    t.dispose();
  }));

describe('where WebAssembly kernels are missing', () => {
  let made = 0;
  const usual = {onOwnMemory, onBackendHeap};
  const use = (kernels: typeof usual) =>
    targetsOf(tf).set('cpu', kernels.onOwnMemory).set('wasm', kernels.onBackendHeap);
  afterEach(() => use(usual));
  /** A new kernel of a new copy of our modules, which have nothing in their caches; and the stock kernels that it ran. */
  async function runFresh(backend: string): Promise<string[]> {
    let kernels: string[] = [];
    await on(backend, async () => {
      let copy: typeof import('../../src/kernels/kernel') | undefined;
      jest.isolateModules(() => {
        copy = require('../../src/kernels/kernel') as typeof copy;
        use(require('../../src/kernels/wasm') as typeof usual);
      });
      const program = makeProgram(`Missing${++made}`, ['x', 'slope'], [], [swish]);
      const t = tf.tensor2d([-3, 0.5, 2, -1], [2, 2]);
      const k = tf.tensor1d([1, 2]);
      const op = (a: tf.Tensor, b: tf.Tensor) => copy!.run(tf, program, [a, b], [], [2, 2], [[2, 2]])[0]!;
      let results: tf.Tensor[] = [];
      const profile = await tf.profile(() => (results = [op(t, k), ...tf.grads(op as never)([t, k])]));
      const s = (v: number) => 1 / (1 + Math.exp(-v));
      const bell = (v: number) => s(v) * s(-v);
      const all = [...t.dataSync()].map((v, i) => [v, 1 + (i % 2)] as const);
      const dk = all.map(([v, k]) => v * v * bell(k * v));
      const want = [
        all.map(([v, k]) => v * s(k * v)),
        all.map(([v, k]) => s(k * v) + k * v * bell(k * v)),
        [dk[0]! + dk[2]!, dk[1]! + dk[3]!],
      ];
      want.forEach((row, i) => row.forEach((w, at) => expect(results[i]!.dataSync()[at]).toBeCloseTo(w, 5)));
      kernels = profile.kernelNames.filter(name => name === 'Sigmoid');
      tf.dispose([t, k, results]);
    });
    return kernels;
  }

  const global = globalThis as {WebAssembly?: object};
  const {WebAssembly: whole} = global;
  afterEach(() => (global.WebAssembly = whole));
  const refusing = {
    ...Object.fromEntries(Object.getOwnPropertyNames(whole).map(name => [name, whole![name as never]])),
    Module: function () {
      throw new EvalError('Refused to compile or instantiate WebAssembly module');
    },
  };

  test('nothing is missing', async () => {
    // On cpu stock ops never run, with or without.
    expect(await runFresh('wasm')).toEqual([]);
    expect(await runFresh('cpu')).toEqual([]);
  });

  test('no SIMD, or a policy that forbids compiling', async () => {
    await tf.setBackend('wasm');
    global.WebAssembly = refusing;
    expect(await runFresh('wasm')).toContain('Sigmoid');
    await runFresh('cpu');
  });

  test('no WebAssembly at all', async () => {
    delete global.WebAssembly;
    await runFresh('cpu');
  });

  test('the backend keeps its memory elsewhere', async () => {
    await tf.setBackend('wasm');
    const {wasm} = wasmBackend();
    const {asm} = wasm;
    wasm.asm = {...asm, memory: undefined};
    try {
      expect(await runFresh('wasm')).toContain('Sigmoid');
      wasm.asm = {...asm, memory: undefined, renamed: asm['memory']};
      expect(await runFresh('wasm')).toEqual([]);
    } finally {
      wasm.asm = asm;
    }
  });

  test('none of them is taken for another: each says null', async () => {
    const program = makeProgram('Missing', ['x'], [], [apply('exp', x)]);
    await on('cpu', () => {
      let copy: typeof import('../../src/kernels/wasm') | undefined;
      jest.isolateModules(() => (copy = require('../../src/kernels/wasm') as typeof copy));
      const t = tf.tensor1d([1]);
      global.WebAssembly = refusing;
      expect(copy!.onOwnMemory(tf, [t], {program, uniforms: [], full: [1], shapes: [[1]]})).toBeNull();
      global.WebAssembly = whole;
      t.dispose();
    });
  });
});
