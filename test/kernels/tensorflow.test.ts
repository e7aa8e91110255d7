// Which way TensorFlow's target takes.
import type * as tfjs from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import type {Tf} from '../../src/tf';
import {compareUlp} from '../support/ulp';
import {describeWithTfjsNode} from '../support/tfjsNode';

const LARGE = 20000;
const samples = (size: number) => Float32Array.from({length: size}, (_, i) => 8 * Math.sin(i * 12.9898));

describeWithTfjsNode('the way taken on TensorFlow', path => {
  const tf = require(path) as Tf;
  const rx = rectifiers(tf);
  const opsOf = async (values: Float32Array, f: (x: tfjs.Tensor) => tfjs.Tensor) => {
    const before = tf.memory().numTensors;
    const x = tf.tensor1d(values);
    const {kernels, result} = await tf.profile(() => f(x));
    const names = new Set(kernels.map(({name}) => name));
    tf.dispose([x, result as tfjs.Tensor]);
    expect(tf.memory().numTensors).toBe(before);
    return names;
  };
  const changed = (value: number) => {
    const values = samples(LARGE);
    values[LARGE - 1] = value;
    return values;
  };
  const softplus = (x: tfjs.Tensor) => rx.softplus(x);

  test('large tensors: its ops', async () => {
    expect([...(await opsOf(samples(LARGE), softplus))]).toEqual(expect.arrayContaining(['Exp', 'Log1p']));
  });
  test('small ones: one kernel', async () => {
    expect([...(await opsOf(samples(100), softplus))]).toEqual(['RectifierSoftplus']);
  });
  test.each([NaN, Infinity, -Infinity, -90])('large ones with a %p: one kernel', async value => {
    expect((await opsOf(changed(value), softplus)).has('Exp')).toBe(false);
  });
  test('second derivatives: one kernel', async () => {
    const second = tf.grad(x => tf.grad(softplus)(x));
    const names = await opsOf(samples(LARGE), second);
    expect(names.has('RectifierSoftplusGradGrad')).toBe(true);
    expect(names.has('Exp')).toBe(true);
  });
  test('a number at the edge of the range does not change what the others are', async () => {
    const [tame, wild] = [samples(LARGE), changed(-1000)];
    const [a, b] = await Promise.all(
      [tame, wild].map(values => {
        const result = rx.silu(tf.tensor1d(values));
        return result.data() as Promise<Float32Array>;
      }),
    );
    const {bad} = compareUlp(a!.subarray(0, LARGE - 1), b!.subarray(0, LARGE - 1), {limit: 8});
    expect(bad).toEqual([]);
  });
});
