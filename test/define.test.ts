// rx.define: what it gives, redefinition, and every error that it can raise.
import * as tf from '@tensorflow/tfjs';
import {RectifierError, rectifiers, type Expression} from '../src/index';

const rx = rectifiers(tf);
const bump = {
  name: 'testBump',
  className: 'TestBump',
  params: {width: {default: 1, min: 1e-3}},
  fn: (x: Expression, {width}: {width: Expression}) => x.div(width).square().neg().exp(),
};
/** An untyped call, as from JavaScript. */
const define = (change: object) =>
  rx.define({...bump, ...change} as never) as (x: number[], params?: object) => tf.Tensor;
const classNameMap = () =>
  (tf.serialization.SerializationMap.getMap() as unknown as {classNameMap: Record<string, [unknown, unknown]>})
    .classNameMap;

const first = (tensor: tf.Tensor) => {
  const [value] = tensor.dataSync();
  tensor.dispose();
  return value;
};

test('the example of the documentation', () => {
  const gaussianBump = rx.define({
    name: 'gaussianBump',
    className: 'GaussianBump',
    params: {width: {default: 1, min: 1e-3}},
    fn: (x, {width}) => x.div(width).square().neg().exp().mul(x),
  });
  expect(first(gaussianBump([1], {width: 2}))).toBeCloseTo(0.7788008, 6);
  const model = tf.sequential();
  model.add(tf.layers.dense({units: 8, inputShape: [2], activation: gaussianBump.activation({width: 3})}));
  model.add(gaussianBump.layer({learnable: true}));
  expect(gaussianBump.activation({width: 3})).toEqual({className: 'gaussianBump', config: {width: 3}});
  expect(model.layers[1]!.getWeights().map(weight => weight.shape)).toEqual([[8]]);
  model.dispose();
});

test('defining it again replaces it, whatever else has changed', async () => {
  const before = define({});
  const saved = tf.sequential({
    layers: [tf.layers.activation({activation: 'testBump' as never, inputShape: [1]})],
  });
  const artifacts: tf.io.ModelArtifacts[] = [];
  await saved.save({
    save: async given => {
      artifacts.push(given);
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  const after = define({fn: (x: Expression, {width}: {width: Expression}) => x.mul(width)});
  expect(first(before([2]))).toBeCloseTo(Math.exp(-4), 6);
  expect(first(after([2], {width: 3}))).toBe(6);
  // The old one still computes, but a model with it would be loaded as the new one.
  const {layer} = before as unknown as {layer: () => unknown};
  expect(() => layer()).toThrow(/'TestBump' is registered by a later rx.define.*Use what the last call returned/);
  // What is loaded now is what the name means now.
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts[0]!));
  expect(first(loaded.predict(tf.tensor2d([[2]])) as tf.Tensor)).toBe(2);
  // Another class name frees the old one, which another function may then have.
  define({className: 'OtherBump'});
  expect(classNameMap()['TestBump']).toBeUndefined();
  rx.define({name: 'otherName', className: 'TestBump', fn: x => x.square()});
  expect(() => define({})).toThrow(/'TestBump' of 'testBump' is taken by another class of this plugin/);
  [saved, loaded].forEach(model => model.dispose());
});

test('a class that somebody else registers over it is an error where ours is asked for', () => {
  const op = rx.define({name: 'overwritten', className: 'Overwritten', fn: x => x.square()});
  class Overwritten extends tf.layers.Layer {
    static readonly className = 'Overwritten';
  }
  tf.serialization.registerClass(Overwritten as never);
  expect(() => op.layer()).toThrow(/'Overwritten' is registered by somebody else/);
  const again = () => rx.define({name: 'overwritten', className: 'Overwritten', fn: x => x.square()});
  expect(again).toThrow(/'Overwritten' of 'overwritten' is taken by a class of tf.js or of somebody else/);
});

describe('errors name what was received and how to mend it', () => {
  type Chain = Record<string, (...args: unknown[]) => never>;
  const cases: [string, object, RegExp][] = [
    ['an unknown key', {fnn: 1}, /unknown key 'fnn'.*'fn'/],
    ['a name in use by the catalogue', {name: 'gelu'}, /'gelu' .*rx.gelu, a function of the catalogue/],
    ['a name in use by tf.js', {name: 'linear'}, /'linear' .*tf.js or of somebody else/],
    ['a class name of ours', {className: 'GELU'}, /'GELU' of 'testBump' is taken by another class of this plugin/],
    ['a class name of tf.js', {className: 'Dense'}, /'Dense' .*tf.js or of somebody else/],
    ['a name that changes', {name: 'myReLU'}, /name is 'myReLU'.*snake case.*'gaussianBump'/],
    ['a snake-case name', {name: 'my_bump'}, /name is 'my_bump'.*snake case/],
    ['no name', {name: undefined}, /name is undefined/],
    ['a class name with an underscore', {className: 'My_Bump'}, /className is 'My_Bump'.*capital/],
    ['a parameter name that changes', {params: {x2Y: {default: 1}}}, /parameter name is 'x2Y'.*snake case/],
    ['a parameter name of layers', {params: {trainable: {default: 1}}}, /'trainable' means something else in a layer/],
    ['a parameter named x', {params: {x: {default: 1}}}, /'x' means something else/],
    [
      'a parameter named as the part of another',
      {params: {width: {default: 1}, widthInitializer: {default: 1}}},
      /'widthInitializer' means something else/,
    ],
    ['no default', {params: {width: {}}}, /the default of 'testBump': width must be a finite number, but is undefined/],
    ['a default that is NaN', {params: {width: {default: NaN}}}, /width must be a finite number, but is NaN/],
    [
      'a default out of range',
      {params: {width: {default: -1, min: 0}}},
      /width must be a finite number >= 0, but is -1/,
    ],
    ['an empty range', {params: {width: {default: 1, min: 2, max: 1}}}, /params.width allows no number/],
    ['a bound that is no number', {params: {width: {default: 1, min: '0'}}}, /params.width.min is '0'/],
    ['an unknown key of a parameter', {params: {width: {default: 1, minimum: 0}}}, /'minimum'.*Known: default, min,/],
    ['a parameter that is no object', {params: {width: 1}}, /params.width is 1; give \{default: 1\}/],
    ['one word to choose from', {params: {width: {default: 'a', choices: ['a']}}}, /two words or more/],
    [
      'a default that is none of the words',
      {params: {width: {default: 'c', choices: ['a', 'b']}}},
      /width must be 'a' or 'b', but is 'c'/,
    ],
    [
      'a word that changes',
      {params: {width: {default: 'a', choices: ['a', 'B_c']}}},
      /choice of params.width is 'B_c'.*snake case/,
    ],
    ['aliases that are no list', {params: {width: {default: 1, aliases: 'w'}}}, /aliases is 'w'/],
    ['no fn', {fn: undefined}, /fn is undefined; it must be a function/],
    ['a method without a primitive', {fn: (x: Chain) => x['sinn']!()}, /fn of 'testBump' calls .sinn\(\).*'sin'/],
    ['an fn that returns nothing', {fn: () => undefined}, /returned undefined; it must return an expression/],
    ['an fn that returns a number', {fn: () => 1}, /returned 1; it must return an expression/],
    ['an fn that returns a condition', {fn: (x: Chain) => x['greater']!(0)}, /returned a condition/],
    ['an fn without x', {fn: (_: unknown, p: {width: unknown}) => p.width}, /returned something without x/],
    [
      'a parameter that is not used',
      {fn: (x: Chain) => x['square']!()},
      /parameter 'width' of 'testBump' is never used/,
    ],
    [
      'a choice that is not used',
      {params: {kind: {default: 'a', choices: ['a', 'b']}}, fn: (x: Chain) => x['square']!()},
      /parameter 'kind' of 'testBump' is never used/,
    ],
    [
      'an fn that throws',
      {
        fn: () => {
          throw new Error('nothing left');
        },
      },
      /fn of 'testBump' failed: nothing left/,
    ],
    [
      'an op of tf.js',
      {fn: (x: never) => tf.softplus(x)},
      /failed: Argument 'x'.*x.softplus\(\) instead of tf.softplus/,
    ],
    ['a tensor', {fn: (x: Chain) => x['mul']!({shape: [2]})}, /mul received a tensor of shape \[2\].*a parameter/],
    [
      'arithmetic with a condition',
      {fn: (x: Chain) => x['mul']!(x['greater']!(0))},
      /mul received a condition.*a.where\(condition, b\)/,
    ],
    ['a condition that is none', {fn: (x: Chain) => x['where']!(x, 0)}, /where received .* for a condition/],
    ['arithmetic without methods', {fn: (x: never) => 2 * x}, /failed: an expression was used as a number.*x.mul\(2\)/],
    ['a comparison without methods', {fn: (x: never) => (x > 0 ? x : 0)}, /a.where\(x.greater\(0\), b\)/],
    ['a function of Math', {fn: (x: never) => Math.exp(x)}, /failed: an expression was used as a number/],
    ['a derivative in an unknown variable', {derivatives: {wdth: () => 1}}, /derivatives has 'wdth'.*'width'/],
    ['a derivative that is no function', {derivatives: {x: 1}}, /derivatives.x is 1/],
    ['a derivative that fails', {derivatives: {x: () => null}}, /The derivative in x of 'testBump' returned null/],
    ['defaults that do not go together', {check: () => 'too wide'}, /the defaults of 'testBump': too wide/],
  ];
  test.each(cases)('%s', (_, change, message) => {
    expect(() => define(change)).toThrow(RectifierError);
    expect(() => define(change)).toThrow(message);
  });

  test('something that is no definition', () => {
    for (const wrong of [undefined, null, 'bump', () => 1]) {
      expect(() => rx.define(wrong as never)).toThrow(/rx.define: it received .*give \{name, className, params, fn\}/);
    }
  });

  test('a failed definition registers nothing', () => {
    expect(() => define({name: 'neverMade', className: 'NeverMade', fn: () => 1})).toThrow(RectifierError);
    expect(classNameMap()['neverMade'] ?? classNameMap()['NeverMade']).toBeUndefined();
  });
});
