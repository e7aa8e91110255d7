// Tensors that stand for several symbols: what a kernel makes of them, and when slices become an axis.
import * as tf from '@tensorflow/tfjs';
import {apply, constant, symbol, type Node} from '../../src/expr/graph';
import {makeProgram} from '../../src/expr/program';
import {rectifiers} from '../../src/index';
import {alongSlices, restack, runStacked} from '../../src/kernels/stacked';
import {slicesOf, unstacked, type Stacks} from '../../src/kernels/stacks';
import type {Attributes} from '../../src/kernels/target';

const [x, a0, a1, b0, b1] = ['x', 'a0', 'a1', 'b0', 'b1'].map(symbol) as [Node, Node, Node, Node, Node];
const mul = (a: Node, b: Node) => apply('mul', a, b);
const add = (a: Node, b: Node) => apply('add', a, b);

beforeAll(async () => {
  // Brings the kernels.
  rectifiers(tf);
  await tf.setBackend('cpu');
});

test('slices are along the first axis', () => {
  expect(
    slicesOf(
      [
        [4, 3],
        [2, 3],
      ],
      [0, 2],
    ),
  ).toEqual([
    {tensor: 0, part: null, shape: [4, 3]},
    {tensor: 1, part: 0, shape: [3]},
    {tensor: 1, part: 1, shape: [3]},
  ]);
  expect(slicesOf([[4]])).toEqual([{tensor: 0, part: null, shape: [4]}]);
});

test('unstacked and stacked again is the same', () => {
  tf.tidy(() => {
    for (const shape of [[3], [3, 2], [2, 1, 3], [2, 2, 1, 2, 1, 2, 3], [1, 4], [2, 0]]) {
      const whole = tf.reshape(
        tf.range(
          0,
          shape.reduce((size, n) => size * n, 1),
          1,
          'float32',
        ),
        shape,
      );
      const slices = unstacked(tf, [whole], {inputs: [shape[0]!], outputs: []});
      expect(slices.map(slice => slice.shape)).toEqual(Array(shape[0]).fill(shape.slice(1)));
      const [again] = restack(tf, slices, [shape], [shape[0]!]) as tf.Tensor[];
      expect([again!.shape, again!.arraySync()]).toEqual([whole.shape, whole.arraySync()]);
    }
  });
});

test('a program of slices, and its gradients, which are stacked', () => {
  tf.tidy(() => {
    // x a0 + x^2 a1
    const program = makeProgram('RectifierStacksTest', ['x', 'a0', 'a1'], [], [add(mul(x, a0), mul(mul(x, x), a1))]);
    const [input, a] = [
      tf.tensor1d([1, 2, 3]),
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ];
    const f = (u: tf.Tensor, v: tf.Tensor) =>
      runStacked(tf, program, [u, v], [], [3], [[3]], {inputs: [0, 2], outputs: [0]})[0]!;
    expect(f(input, a).arraySync()).toEqual([5, 24, 63]);
    const [dx, da] = tf.grads(f as never)([input, a]);
    expect(dx!.arraySync()).toEqual([9, 22, 39]);
    expect(da!.arraySync()).toEqual([
      [1, 2, 3],
      [1, 4, 9],
    ]);
    // The derivative in x of the sum of all da.
    const mixed = tf.grad(u => tf.grad(v => f(u as tf.Tensor, v as tf.Tensor))(a))(input);
    expect(mixed.arraySync()).toEqual([3, 5, 7]);
  });
});

describe('slices as an axis', () => {
  const stacks: Stacks = {inputs: [0, 2, 2], outputs: [2]};
  const attempt = (outputs: readonly Node[], given = stacks) => {
    const names = ['x', 'a0', 'a1', 'b0', 'b1'];
    const asked: Attributes[] = [];
    const attributes = {program: makeProgram('Test', names, [], outputs), uniforms: [], full: [4, 3], shapes: [[2, 3]]};
    tf.tidy(() => {
      const inputs = [tf.ones([4, 3]), tf.ones([2, 3]), tf.ones([2, 3])];
      const results = alongSlices(tf, inputs, {...attributes, stacks: given}, (_, views, received) => {
        asked.push(received);
        expect(views.map(view => view.shape)).toEqual([
          [4, 3],
          [2, 1, 3],
          [2, 1, 3],
        ]);
        return [tf.ones([2, 1, 3])];
      });
      expect(results?.map(({shape}) => shape) ?? null).toEqual(asked.length ? [[2, 3]] : null);
    });
    return asked[0];
  };

  test('where each is the same of its own', () => {
    const asked = attempt([mul(x, add(a0, b0)), mul(x, add(a1, b1))])!;
    expect([asked.full, asked.shapes, asked.program.inputs]).toEqual([[2, 4, 3], [[2, 1, 3]], ['x', 'a0', 'b0']]);
  });

  test('and not where one is different, or has a part of another', () => {
    expect(attempt([mul(x, add(a0, b0)), mul(constant(2), mul(x, add(a1, b1)))])).toBeUndefined();
    expect(attempt([mul(x, a0), mul(x, a0)])).toBeUndefined();
    const both = mul(x, add(a0, a1));
    expect(attempt([both, both])).toBeUndefined();
    expect(attempt([mul(x, b1), mul(x, b0)])).toBeUndefined();
    expect(attempt([mul(x, a0)], {inputs: [0, 2, 2], outputs: [1]})).toBeUndefined();
  });
});
