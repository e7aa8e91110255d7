// TensorFlow's target where the backend's inside is not as we know it: shortcuts of stock ops only.
import * as tf from '@tensorflow/tfjs';
import {apply, constant, symbol, type Node} from '../../src/expr/graph';
import {gradientProgram, makeProgram, type Program} from '../../src/expr/program';
import {interpret} from '../../src/kernels/interpret';
import {onTensorFlow} from '../../src/kernels/tensorflow';
import type {Tf} from '../../src/tf';
import {compareUlp} from '../support/ulp';

const LARGE = 20000;
const samples = (size: number) => Float32Array.from({length: size}, (_, i) => 8 * Math.sin(i * 12.9898));

describe('on a backend without fused ops', () => {
  const x = symbol('x');
  const slope = symbol('slope');
  const number = constant;
  const t = apply('mul', x, slope);
  const swish = apply('mul', x, apply('sigmoid', t));
  const below = (inner: Node) => apply('where', apply('greater', x, number(0)), x, inner);
  const graphs: Record<string, Node> = {
    swish,
    softplus: apply('div', apply('softplus', t), slope),
    bell: apply('logisticBell', t),
    entropy: apply('logisticEntropy', t),
    elu: below(apply('mul', slope, apply('expm1', apply('div', x, slope)))),
    scaledElu: below(apply('mul', apply('expm1', x), slope)),
    hypot: apply('hypot', x, slope),
    // A number over a sum of halves, as where their whole might leave the range.
    quotient: apply(
      'mul',
      slope,
      apply(
        'div',
        slope,
        apply('add', apply('mul', number(0.5), apply('hypot', x, slope)), apply('mul', number(0.5), apply('abs', x))),
      ),
    ),
    leaky: below(t),
    capped: apply('minimum', apply('maximum', x, number(-100)), number(100)),
    // Where all comparisons have one outcome, and numbers are 0 and 1.
    decided: apply('where', apply('less', apply('abs', x), number(1e30)), apply('add', swish, x), t),
  };

  const full = [LARGE];
  const values = samples(LARGE);
  // Nothing that is private to tfjs-node is there.
  const plain = {...tf, backend: () => ({})} as Tf;
  beforeAll(() => tf.setBackend('cpu'));

  const run = (program: Program, inputs: Float32Array[], uniforms: number[]) =>
    tf.tidy(() => {
      const tensors = inputs.map(each => tf.tensor1d(each)) as tf.Tensor[];
      const shapes = program.outputs.map(() => full);
      const [result] = onTensorFlow(plain, tensors, {program, uniforms, full, shapes})!;
      return (result as tf.Tensor).dataSync() as Float32Array;
    });

  test.each(Object.keys(graphs))('%s and its gradient', name => {
    for (const k of [1, 1.25]) {
      const program = makeProgram(`Test${name}`, ['x'], ['slope'], [graphs[name]!]);
      for (const [each, inputs] of [
        [program, [values]],
        [gradientProgram(program, [0]), [samples(LARGE).reverse(), values]],
      ] as const) {
        const before = tf.memory().numTensors;
        const got = run(each, [...inputs], [k]);
        expect(tf.memory().numTensors).toBe(before);
        const sources = inputs.map(each => ({shape: full, values: each}));
        const [want] = interpret(each, sources, [k], full, [full]);
        // An exponent of 10, rounded, is worth 10 of them; near a zero of the gradient its terms' roundings remain.
        expect(compareUlp(got, want!, {limit: 24, absolute: 2e-6}).bad).toEqual([]);
      }
    }
  });
});
