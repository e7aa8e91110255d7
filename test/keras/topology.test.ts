// What is read of a topology, what is refused, and what the errors say. Topologies are written by hand.
import * as tf from '@tensorflow/tfjs';
import {RectifierError, rectifiers} from '../../src/index';
import {ACTIVATION_LAYERS, OUR_ACTIVATIONS, STOCK_ACTIVATIONS} from '../../src/io/keras/activations';
import {artifactsOf, handlerOf} from './check';
import {readFixture} from './fixtures';

type Options = Parameters<typeof rx.loadLayersModel>[1];
type Config = Record<string, unknown>;

const rx = rectifiers(tf);
const dense = (config: Config = {}) => ({class_name: 'Dense', config: {name: 'dense', units: 2, ...config}});
const input = {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 2], dtype: 'float32'}};
const sequential = (...layers: unknown[]) => ({
  class_name: 'Sequential',
  config: {name: 'model', layers: [input, ...layers]},
});
/** A functional model whose layers say what they are called on. */
const functional = (layers: Config[], config: Config = {}) => ({
  class_name: 'Functional',
  config: {
    name: 'model',
    layers: [{...input, name: 'x', inbound_nodes: []}, ...layers.map(each => ({name: 'dense', ...each}))],
    input_layers: [['x', 0, 0]],
    output_layers: [['dense', 0, 0]],
    ...config,
  },
});

const load = (model: unknown, options?: Options, version = '3.15.1', rest: object = {}) =>
  rx.loadLayersModel(
    handlerOf({
      modelTopology: {keras_version: version, backend: 'tensorflow', model_config: JSON.parse(JSON.stringify(model))},
      ...rest,
    }),
    options,
  );
const refuses = async (promise: Promise<unknown>, ...messages: RegExp[]) => {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RectifierError);
  for (const message of messages) expect((error as Error).message).toMatch(message);
};
const classes = (model: tf.LayersModel) => model.layers.map(layer => layer.getClassName());
const predict = (model: tf.LayersModel, x: number[][]) =>
  tf.tidy(() => [...(model.predict(tf.tensor2d(x)) as tf.Tensor).dataSync()]);
const activationModel = (activation: unknown, version?: string, options?: Options) =>
  load(sequential({class_name: 'Activation', config: {name: 'a', activation}}), options, version);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe("Keras's names", () => {
  test('are tf.js’s own or in rx.functions, with an activation', () => {
    for (const [name, ours] of Object.entries(OUR_ACTIVATIONS)) {
      const info = rx.functions.get(ours);
      expect([name, info?.kind === 'layer' ? null : info?.activationName]).toEqual([name, expect.any(String)]);
    }
    const map = tf.serialization.SerializationMap.getMap() as unknown as {classNameMap: Config};
    for (const stock of Object.values(STOCK_ACTIVATIONS)) expect(map.classNameMap).toHaveProperty(stock);
    for (const [className, {name}] of Object.entries(ACTIVATION_LAYERS)) {
      expect([className, rx.functions.has(name)]).toEqual([className, true]);
    }
  });

  test('in the tables are all those that Keras’s models have', () => {
    const layers = ['keras2', 'keras3'].flatMap(
      folder =>
        (readFixture(`${folder}/activations`).model.modelTopology as {model_config: {config: {layers: Config[]}}})
          .model_config.config.layers,
    );
    const names = layers.flatMap(({config}) => (config as {activation?: string}).activation ?? []);
    expect(new Set(names)).toEqual(
      // Keras writes hard_silu for hard_swish, and Keras 2 swish for silu.
      new Set(
        [...Object.keys(STOCK_ACTIVATIONS), ...Object.keys(OUR_ACTIVATIONS), 'sparsemax'].filter(
          name => name !== 'hard_swish',
        ),
      ),
    );
  });

  test('hard_sigmoid is what the version means by it, or else the form', async () => {
    const at = async (version: string | undefined, model = sequential()) =>
      predict(
        await rx.loadLayersModel(
          handlerOf({
            modelTopology: {
              ...(version && {keras_version: version}),
              class_name: 'Sequential',
              config: {
                ...model.config,
                layers: [
                  ...model.config.layers,
                  {class_name: 'Activation', config: {name: 'a', activation: 'hard_sigmoid'}},
                ],
              },
            },
          }),
        ),
        [[1, 0]],
      )[0];
    expect(await at('2.15.0')).toBeCloseTo(0.7, 6);
    expect(await at('3.0.0')).toBeCloseTo(4 / 6, 6);
    expect(await at(undefined)).toBeCloseTo(4 / 6, 6);
    const old = {class_name: 'InputLayer', config: {name: 'x', batch_input_shape: [null, 2]}};
    expect(await at(undefined, {class_name: 'Sequential', config: {name: 'm', layers: [old as never]}})).toBeCloseTo(
      0.7,
    );
  });
});

describe('classes', () => {
  test('are tf.js’s own where these give the numbers', async () => {
    const model = await load(
      sequential(
        {class_name: 'ReLU', config: {name: 'a', max_value: 6, negative_slope: 0, threshold: 0}},
        {class_name: 'ReLU', config: {name: 'b', max_value: null, negative_slope: 0.1, threshold: 0}},
        {class_name: 'LeakyReLU', config: {name: 'c', negative_slope: 0.2}},
        {class_name: 'ELU', config: {name: 'd', alpha: 1}},
        {class_name: 'ELU', config: {name: 'e', alpha: 2}},
        {class_name: 'PReLU', config: {name: 'f', shared_axes: null}},
        {class_name: 'PReLU', config: {name: 'g', shared_axes: [1]}},
        {class_name: 'Softmax', config: {name: 'h', axis: -1}},
        {class_name: 'Softmax', config: {name: 'i', axis: 1}},
        {class_name: 'Identity', config: {name: 'j'}},
      ),
    );
    expect(classes(model)).toEqual([
      ...['InputLayer', 'ReLU', 'RectifierReLU', 'LeakyReLU', 'ELU', 'RectifierELU', 'PReLU', 'RectifierPReLU'],
      ...['Softmax', 'RectifierSoftmax', 'Activation'],
    ]);
    expect(model.layers[3]!.getConfig()).toMatchObject({alpha: 0.2});
  });

  test('batch normalization along another axis is ours, also in training; along the last one it is saved as tf.js’s', async () => {
    const along = (axis: number | number[]) =>
      load({
        class_name: 'Sequential',
        config: {
          name: 'm',
          layers: [
            {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 3, 2]}},
            {class_name: 'BatchNormalization', config: {name: 'b', axis, momentum: 0.5, epsilon: 1e-3}},
          ],
        },
      });
    for (const axis of [-1, 2, [2]]) expect(classes(await along(axis))[1]).toBe('BatchNormalization');
    for (const axis of [1, -2, [1]]) {
      const model = await along(axis);
      expect(classes(model)[1]).toBe('RectifierBatchNormalization');
      const x = tf.tensor3d([1, 2, 3, 4, 5, 6, -1, 0, 1, 8, 4, 2], [2, 3, 2]);
      const y = model.layers[1]!.apply(x, {training: true}) as tf.Tensor;
      const {mean, variance} = tf.moments(x, [0, 2], true);
      const expected = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))).dataSync();
      y.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
      const [moving] = model.layers[1]!.getWeights().slice(2) as [tf.Tensor];
      moving.dataSync().forEach((value, i) => expect(value).toBeCloseTo(mean.dataSync()[i]! / 2, 5));
      expect(model.layers[1]!.getConfig()).toMatchObject({axis: [axis].flat()[0]});
    }
  });

  test('NumPy scalars are numbers', async () => {
    const zero = {type: 'ndarray', value: 0};
    const model = await load(
      sequential({class_name: 'ReLU', config: {name: 'a', negative_slope: zero, threshold: zero}}),
    );
    expect(classes(model)).toEqual(['InputLayer', 'ReLU']);
  });

  test.each([
    ['relu', {max_value: 1, negative_slope: 0.5}, [-0.5, 1]],
    ['relu', {alpha: 0.25, threshold: 1}, [-0.5, 2]],
    ['relu', {max_value: null}, [0, 2]],
    ['leaky_relu', {negative_slope: 0.1}, [-0.1, 2]],
    ['elu', {alpha: 0.5}, [0.5 * Math.expm1(-1), 2]],
    ['elu', {alpha: 1}, [Math.expm1(-1), 2]],
    ['gelu', {approximate: true}, [-0.15880801, 1.95459769]],
    ['gelu', {approximate: false}, [-0.15865525, 1.95449974]],
    ['squareplus', {b: 9}, [(Math.sqrt(10) - 1) / 2, (Math.sqrt(13) + 2) / 2]],
    ['threshold', {threshold: 0, default_value: 7}, [7, 2]],
  ])('%s with %j, a function with arguments', async (class_name, config, expected) => {
    const model = await activationModel({class_name, config});
    predict(model, [[-1, 2]]).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    const again = await tf.models.modelFromJSON(JSON.parse(model.toJSON() as unknown as string));
    expect(predict(again, [[-1, 2]])).toEqual(predict(model, [[-1, 2]]));
  });

  test('arguments that the function has not are an error', async () => {
    await refuses(activationModel({class_name: 'swish', config: {alpha: 3}}), /'swish' with .*alpha.*does not heed/);
    await refuses(activationModel({class_name: 'gelu', config: {beta: 3}}), /'gelu' with beta = 3/);
    await refuses(activationModel({class_name: 'log_softmax', config: {axis: 1}}), /'log_softmax' with/);
  });

  test('sparsemax is the one that Keras computes, and can be trained', async () => {
    const model = await activationModel('sparsemax');
    // Keras 3.15: tf.keras would give 0.6, 0.4, as the paper does.
    expect(predict(model, [[1, 0.8]]).map(value => +value.toFixed(5))).toEqual([0.1, 0]);
    const {apply} = (model.layers[1] as unknown as {activation: {apply: (x: tf.Tensor) => tf.Tensor}}).activation;
    const x = [0.4, 0.1, 0.35, -2];
    const weights = tf.tensor2d([[1, 2, -3, 4]]);
    const at = (values: number[]) =>
      tf.tidy(() => tf.sum(tf.mul(apply(tf.tensor2d([values])), weights)).dataSync()[0]!);
    const slope = tf
      .grad(v => tf.sum(tf.mul(apply(v), weights)))(tf.tensor2d([x]))
      .dataSync();
    x.forEach((_, i) => {
      const moved = (step: number) => at(x.map((value, j) => (i === j ? value + step : value)));
      expect(slope[i]).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 3);
    });
  });

  test('a GRU with reset_after learns, with dropout too, and leaves no tensors', async () => {
    const gru = {units: 3, reset_after: true, activation: 'tanh', recurrent_activation: 'sigmoid', use_bias: true};
    const model = await load({
      class_name: 'Sequential',
      config: {
        name: 'model',
        layers: [
          {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 4, 2]}},
          {class_name: 'GRU', config: {name: 'gru', ...gru, dropout: 0.1, recurrent_dropout: 0.1}},
          {class_name: 'Dense', config: {name: 'dense', units: 1}},
        ],
      },
    });
    expect(model.layers[1]!.getClassName()).toBe('RectifierGRU');
    expect(model.layers[1]!.getConfig()).toMatchObject({resetAfter: true, units: 3});
    expect(model.weights.map(weight => weight.shape)).toEqual([[2, 9], [3, 9], [2, 9], [3, 1], [1]]);
    model.compile({optimizer: tf.train.adam(0.05), loss: 'meanSquaredError'});
    const x = tf.randomNormal([16, 4, 2], 0, 1, 'float32', 1);
    const y = tf.tidy(() => tf.sum(tf.slice(x, [0, 0, 0], [-1, -1, 1]), 1));
    const {history} = await model.fit(x, y, {epochs: 30, verbose: 0});
    const losses = history['loss'] as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    const before = tf.memory().numTensors;
    await model.fit(x, y, {epochs: 1, verbose: 0});
    tf.dispose(model.predict(x));
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
  });
});

describe('what would change the numbers', () => {
  const cases: [string, object, RegExp][] = [
    ['an unknown setting', dense({lora_rank: 4}), /'dense' \(Dense\): lora_rank = 4 is not understood/],
    [
      'groups',
      {class_name: 'Conv1D', config: {name: 'c', filters: 2, kernel_size: 1, groups: 2}},
      /groups = 2.*cannot/,
    ],
    [
      'a dilated depthwise convolution',
      {class_name: 'DepthwiseConv2D', config: {name: 'd', kernel_size: 2, dilation_rate: [2, 2]}},
      /'d'.*dilation_rate.*cannot/,
    ],
    ['interpolation', {class_name: 'UpSampling2D', config: {name: 'u', interpolation: 'bilinear'}}, /'u'.*'bilinear'/],
    ['another resizing', {class_name: 'Resizing', config: {name: 'r', height: 2, width: 2}}, /'r'.*other numbers/],
    ['float64', dense({dtype: 'float64'}), /'dense'.*dtype = 'float64'/],
    [
      'a regularizer',
      dense({kernel_regularizer: {class_name: 'Odd', config: {}}}),
      /kernel_regularizer.*Odd.*training/,
    ],
    [
      'a setting of a layer as activation',
      dense({activation: {class_name: 'ELU', config: {beta: 3}}}),
      /ELU.*beta = 3/,
    ],
  ];
  test.each(cases)('%s is an error', async (_, layer, message) => {
    await refuses(load(sequential(layer)), message, /onUnknown: 'warn'/);
  });

  test('padding that tf.js has a name for, but no kernel', async () => {
    const causal = {class_name: 'Conv1D', config: {name: 'c', filters: 2, kernel_size: 2, padding: 'causal'}};
    await refuses(load(sequential(causal)), /'c' \(Conv1D\): its padding is 'causal'/);
  });

  test('is a warning if that is asked for', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    try {
      const model = await load(sequential(dense({lora_rank: 4})), {onUnknown: 'warn'});
      expect(classes(model)).toEqual(['InputLayer', 'Dense']);
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn.mock.calls[0]![0]).toMatch(/'dense'.*lora_rank = 4/);
    } finally {
      warn.mockRestore();
    }
  });

  test('a mask behind which tf.js repeats what Keras makes zero', async () => {
    const lstm = {class_name: 'LSTM', config: {name: 'l', units: 2, return_sequences: true}};
    const layers = (masking: boolean) => [
      {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 3, 2]}},
      ...(masking ? [{class_name: 'Masking', config: {name: 'm', mask_value: 0}}] : []),
      {class_name: 'Bidirectional', config: {name: 'b', layer: lstm, merge_mode: 'concat'}},
    ];
    const model = (masking: boolean) => ({class_name: 'Sequential', config: {name: 's', layers: layers(masking)}});
    await refuses(load(model(true)), /'b' \(Bidirectional\).*masked/);
    await load(model(false));
  });

  describe('masks', () => {
    const words = {class_name: 'Embedding', config: {name: 'e', input_dim: 5, output_dim: 2, mask_zero: true}};
    const rnn = (name: string, config: Config = {}) => ({class_name: 'LSTM', config: {name, units: 2, ...config}});
    const ids = {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 4], dtype: 'int32'}};
    const chain = (...layers: unknown[]) =>
      load({class_name: 'Sequential', config: {name: 's', layers: [ids, words, ...layers]}});
    const reshape = {class_name: 'Reshape', config: {name: 'r', target_shape: [4, 2]}};

    test('that tf.js hands on as Keras does', async () => {
      await chain(rnn('l', {return_sequences: true}), {class_name: 'ELU', config: {name: 'a'}}, rnn('m'));
      await chain({class_name: 'Dense', config: {name: 'd', units: 2}}, rnn('l'), {
        class_name: 'Softmax',
        config: {name: 's'},
      });
    });

    test('that Keras ends and tf.js keeps for later layers', async () => {
      await refuses(chain(reshape, rnn('l')), /'l' \(LSTM\) is called on steps without a mask.*mask of another layer/);
    });

    test('that Keras computes with and tf.js does not', async () => {
      const mean = {class_name: 'GlobalAveragePooling1D', config: {name: 'g'}};
      await refuses(chain(mean), /'g' \(GlobalAveragePooling1D\) is called on masked steps/);
      await chain(reshape, mean);
      await refuses(chain({class_name: 'Softmax', config: {name: 's'}}), /'s' \(Softmax\) is called on masked steps/);
    });

    const tensor = (name: string) => ({class_name: '__keras_tensor__', config: {keras_history: [name, 0, 0]}});
    const call = (args: unknown[], kwargs: object = {}) => [{args, kwargs}];
    const graph = (mask: object, extra: unknown[] = []) =>
      load({
        class_name: 'Functional',
        config: {
          name: 'f',
          layers: [
            {...ids, name: 'x', inbound_nodes: []},
            {...words, name: 'e', inbound_nodes: call([tensor('x')])},
            {
              class_name: 'NotEqual',
              config: {name: 'n'},
              name: 'n',
              inbound_nodes: call([tensor('x'), 0]),
            },
            ...extra,
            {...rnn('l'), name: 'l', inbound_nodes: call([tensor('e')], mask)},
          ],
          input_layers: [['x', 0, 0]],
          output_layers: [['l', 0, 0]],
        },
      });

    test('that Keras 3 writes into the graph', async () => {
      expect(classes(await graph({mask: tensor('n')}))).toEqual(['InputLayer', 'Embedding', 'LSTM']);
      const other = {class_name: 'NotEqual', config: {name: 'o'}, name: 'o', inbound_nodes: call([tensor('x'), 3])};
      await refuses(graph({mask: tensor('o')}, [other]), /'l' \(LSTM\).*not hand it the mask that Keras does/);
      const used = {...dense(), name: 'dense', inbound_nodes: call([tensor('n')])};
      await refuses(graph({mask: tensor('n')}, [used]), /'n' \(NotEqual\)/);
    });

    test('of one branch, beside a recurrent layer in another', async () => {
      const steps = {class_name: 'InputLayer', config: {name: 'y', batch_shape: [null, 3, 2]}};
      const beside = [
        {...steps, name: 'y', inbound_nodes: []},
        {...rnn('b'), name: 'b', inbound_nodes: call([tensor('y')])},
      ];
      await refuses(graph({mask: tensor('n')}, beside), /'b' \(LSTM\) is called on steps without a mask/);
    });
  });

  test('a call with training: true, or on something that is no tensor', async () => {
    const tensor = {class_name: '__keras_tensor__', config: {keras_history: ['x', 0, 0]}};
    const called = (node: unknown) => functional([{...dense(), inbound_nodes: [node]}]);
    await load(called({args: [tensor], kwargs: {training: false, mask: null}}));
    await refuses(load(called({args: [tensor], kwargs: {training: true}})), /'dense'.*training = true/);
    await refuses(load(called({args: [tensor, 2], kwargs: {}})), /'dense'.*called on 2/);
  });

  test('glu inside a layer that goes on with it', async () => {
    await refuses(
      load(sequential({class_name: 'SimpleRNN', config: {name: 'r', units: 2, activation: 'glu'}})),
      /'r'.*activation 'glu' changes the shape/,
    );
  });
});

describe('layers and functions of the user', () => {
  const unknown = (name: string, config: Config = {}) => ({class_name: name, config: {name: 'odd', ...config}});
  const fn = (config: string) => ({module: 'builtins', class_name: 'function', config, registered_name: 'function'});

  test('that are missing: the error says how to provide them', async () => {
    await refuses(load(sequential(unknown('my_pkg>Odd'))), /'odd'.*my_pkg>Odd.*customObjects: \{'my_pkg>Odd'/);
    await refuses(load(sequential(dense({activation: 'oddly'}))), /'dense'.*'oddly'.*customObjects: \{'oddly'/);
    await refuses(load(sequential(dense({activation: fn('my_pkg>f')}))), /customObjects: \{'my_pkg>f': rx.define/);
    await refuses(load(sequential(unknown('Subtract'))), /Subtract/);
  });

  test('what rx.define made, as function and as layer', async () => {
    const half = rx.define({
      name: 'kerasHalf',
      className: 'KerasHalf',
      params: {factor: {default: 0.5}},
      fn: (x, {factor}) => x.mul(factor),
    });
    const options = {customObjects: {'my_pkg>half': half, 'my_pkg>Half': half}};
    expect(predict(await activationModel(fn('my_pkg>half'), undefined, options), [[2, 4]])).toEqual([1, 2]);
    expect(predict(await activationModel('half', undefined, options), [[2, 4]])).toEqual([1, 2]);
    const layer = sequential(unknown('my_pkg>Half', {factor: 3}));
    expect(predict(await load(layer, options), [[2, 4]])).toEqual([6, 12]);
  });

  test('what rx.activation returned, and a registered name', async () => {
    const parts = {a: rx.activation('leakyRelu', {negativeSlope: 0.5}), b: 'relu6', c: 'SmoothReLU'};
    expect(predict(await activationModel('a', undefined, {customObjects: parts}), [[-2, 4]])).toEqual([-1, 4]);
    expect(predict(await activationModel('b', undefined, {customObjects: parts}), [[-2, 9]])).toEqual([0, 6]);
    const model = await load(sequential(unknown('c', {k: 4})), {customObjects: parts});
    expect(model.layers[1]!.getConfig()).toMatchObject({k: 4});
  });

  test('a class of the user’s that is called like one of Keras’s goes by its registered name', async () => {
    const layer = {...unknown('ReLU'), module: 'mine', registered_name: 'my_pkg>ReLU'};
    await refuses(load(sequential(layer)), /customObjects: \{'my_pkg>ReLU'/);
    const twice = rx.define({name: 'kerasTwice', className: 'KerasTwice', fn: x => x.mul(2)});
    const model = await load(sequential(layer), {customObjects: {'my_pkg>ReLU': twice}});
    expect(predict(model, [[-1, 4]])).toEqual([-2, 8]);
  });

  test('come before what Keras has under the name', async () => {
    const customObjects = {relu: rx.activation('leakyRelu', {negativeSlope: 0.5})};
    expect(predict(await activationModel('relu', undefined, {customObjects}), [[-2, 4]])).toEqual([-1, 4]);
  });

  test('a class whose name is taken goes by the name that Keras wrote', async () => {
    class Mine extends tf.layers.Layer {
      static readonly className: string = 'SmoothReLU';
      override call(inputs: tf.Tensor | tf.Tensor[]) {
        return tf.mul([inputs].flat()[0]!, 7);
      }
    }
    const customObjects = {'tfjs_rectifiers>SmoothReLU': Mine};
    const model = await load(sequential(unknown('tfjs_rectifiers>SmoothReLU')), {customObjects});
    expect(predict(model, [[1, 2]])).toEqual([7, 14]);
    expect(classes(model)).toEqual(['InputLayer', 'tfjsRectifiers>SmoothReLU']);
    const again = await tf.models.modelFromJSON(JSON.parse(model.toJSON() as unknown as string));
    expect(predict(again, [[1, 2]])).toEqual([7, 14]);
    // Without the package, as a .keras file has it, and without customObjects it is ours.
    expect(predict(await load(sequential(unknown('SmoothReLU')), {customObjects}), [[1, 2]])).toEqual([7, 14]);
    expect(classes(await load(sequential(unknown('SmoothReLU', {k: 2}))))).toEqual(['InputLayer', 'SmoothReLU']);
  });

  test('our own layers are found with and without their package', async () => {
    for (const name of ['tfjs_rectifiers>Squareplus', 'Squareplus']) {
      const model = await load(sequential(unknown(name, {b: 9})));
      expect(predict(model, [[0, 4]])).toEqual([1.5, 4.5]);
    }
    await refuses(load(sequential(unknown('tfjs_rectifiers>Squareplus', {c: 9}))), /unknown key 'c'/);
  });

  test('something that is neither is an error that says what is allowed', async () => {
    const {Layer} = tf.layers;
    await refuses(
      load(sequential(unknown('a')), {customObjects: {a: 3}}),
      /customObjects\['a'\] is 3.*tf.layers.Layer/,
    );
    await refuses(load(sequential(unknown('a')), {customObjects: {a: 'b'}}), /'b'.*no layer class is registered/);
    await refuses(activationModel('a', undefined, {customObjects: {a: Layer}}), /no activation of this tf/);
    expect(() => rx.io.keras(handlerOf({}), {onUnknown: 'ignore' as never})).toThrow(/'ignore'.*'error' or 'warn'/);
    expect(() => rx.io.keras(handlerOf({}), {customObjects: null as never})).toThrow(RectifierError);
    expect(() => rx.io.keras({} as never)).toThrow(/give a URL, or an IOHandler/);
  });
});

describe('graphs', () => {
  const on = (...inbound_nodes: unknown[]) => ({...dense(), inbound_nodes});

  test('a flattened list of calls is read', async () => {
    expect(classes(await load(functional([on(['x', 0, 0, {}])])))).toEqual(['InputLayer', 'Dense']);
    const add = {class_name: 'Add', name: 'dense', config: {name: 'dense'}};
    const model = await load(
      functional([
        {
          ...add,
          inbound_nodes: [
            ['x', 0, 0],
            ['x', 0, 0],
          ],
        },
      ]),
    );
    expect(predict(model, [[1, 2]])).toEqual([2, 4]);
    await refuses(load(functional([on(['x', 0, 0], ['x', 0, 0])])), /'dense'.*flattened/);
  });

  test('flat and nested ends, lists and dictionaries', async () => {
    for (const ends of [['dense', 0, 0], [['dense', 0, 0]], {out: ['dense', 0, 0]}]) {
      const model = await load(functional([on([['x', 0, 0, {}]])], {input_layers: ['x', 0, 0], output_layers: ends}));
      expect(model.outputs).toHaveLength(1);
    }
    await refuses(load(functional([on([['x', 0, 0]])], {output_layers: 'dense'})), /output_layers/);
  });

  test('that cannot be built are refused, where tf.js would not return', async () => {
    await refuses(load(functional([on([['y', 0, 0, {}]])])), /'dense' needs call 0 of the layer 'y'.*does not exist/);
    await refuses(load(functional([on([['x', 1, 0, {}]])])), /call 1 of the layer 'x'.*never made/);
    await refuses(load(functional([on([['dense', 0, 0, {}]])])), /'dense' needs call 0 of the layer 'dense'/);
    await refuses(load(functional([on([['toString', 0, 0, {}]])])), /'toString'.*does not exist/);
    await refuses(load(functional([on()])), /output needs call 0 of the layer 'dense'/);
    await refuses(load(functional([on([['x', 0, 0]]), on([['x', 0, 0]])])), /two layers of one name/);
    await refuses(load(functional([on('x')])), RegExp("'dense'.*'x'"));
  });

  test('of tf.js itself too', async () => {
    const hanging = functional([on(['x', 0, 0, {}])]);
    await refuses(load(hanging, {}, 'tfjs-layers 4.22.0'), /inbound_nodes of the layer 'dense'/);
    await refuses(load(functional([on([['y', 0, 0, {}]])]), {}, 'tfjs-layers 4.22.0'), /'y'.*does not exist/);
    // Of these tf.js's own errors have no message, or are about undefined.
    const ours = {...input, config: {name: 'x', batch_input_shape: [null, 2]}, name: 'x', inbound_nodes: []};
    const layers = [ours, {name: 'dense', ...on([['x', 0, 0, {}]])}];
    const ends = (config: Config) => load(functional([], {layers, ...config}), {}, 'tfjs-layers 4.22.0');
    await ends({});
    const {name: _name, ...nameless} = ours;
    await refuses(ends({layers: [nameless, layers[1]]}), /the layer 'x' has no name beside its config/);
    await refuses(ends({input_layers: [['y', 0, 0]]}), /'y', which does not exist/);
    await refuses(ends({output_layers: [['y', 0, 0]]}), /'y', which does not exist/);
    await refuses(ends({output_layers: [['dense', 3, 0]]}), /call 3 of the layer 'dense', which is never made/);
    for (const bad of [null, [], 'dense', ['dense', 0, 0], [['dense']], {a: ['dense', 0, 0]}]) {
      await refuses(ends({output_layers: bad}), /output_layers is/);
    }
  });

  test('Sequential models of any age', async () => {
    const old = {class_name: 'Sequential', config: [dense({batch_input_shape: [null, 2]})]};
    expect(classes(await load(old, {}, '2.1.0'))).toEqual(['Dense']);
    const unbuilt = {class_name: 'Sequential', config: {name: 's', layers: [dense()], build_input_shape: [null, 2]}};
    expect((await load(unbuilt)).weights).toHaveLength(2);
  });

  test('a topology that is none', async () => {
    await refuses(rx.loadLayersModel(handlerOf({})), /no topology/);
    await refuses(load({class_name: 'MyModel', config: {name: 'm'}}), /'MyModel'.*subclassed/);
    await refuses(load({class_name: 'Sequential', config: {name: 'm'}}), /layers is undefined/);
    await refuses(load(sequential({class_name: 'Dense'})), /no layer/);
  });
});

describe('hostile models', () => {
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is only a name',
    async name => {
      const reserved = Object.getOwnPropertyNames(Object.prototype).sort();
      await refuses(load(sequential({class_name: name, config: {name: 'a'}})), /customObjects/);
      await refuses(load(sequential(dense({activation: name}))), /customObjects/);
      await refuses(
        load(JSON.parse(JSON.stringify(sequential(dense())).replace('"units"', `"${name}":{"a":1},"units"`))),
      );
      if (name in {}) await refuses(load(sequential(dense({name}))), /no name for a layer/);
      expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(reserved);
      expect(({} as {a?: unknown}).a).toBeUndefined();
    },
  );

  test('a topology that is nested without end', async () => {
    let value: unknown = 1;
    for (let i = 0; i < 2000; i++) value = [value];
    await refuses(load(sequential(dense({kernel_size: value}))), /nested more than/);
  });

  test('weights that are not those of the manifest', async () => {
    const spec = (name: string, shape: number[]) => ({name, shape, dtype: 'float32' as const});
    const weights = (specs: unknown[], bytes: number) => ({weightSpecs: specs, weightData: new ArrayBuffer(bytes)});
    const given = (specs: unknown[], bytes: number) => load(sequential(dense()), {}, '3.15.1', weights(specs, bytes));
    const [kernel, bias] = [spec('dense/kernel', [2, 2]), spec('dense/bias', [2])];
    await given([kernel, bias], 24);
    // As Keras 3.0 to 3.2 have it.
    await given([spec('kernel', [2, 2]), spec('bias', [2])], 24);
    await refuses(
      load(sequential(dense(), {...dense({name: 'two'})}), {}, '3.2.0', weights([spec('kernel', [2, 2])], 16)),
      /'kernel' may be 'dense\/kernel' or 'two\/kernel'/,
    );
    await refuses(given([kernel, bias], 23), /23 bytes.*24/);
    await refuses(given([spec('dense/kernel', [1e9, 1e9]), bias], 24), /too large|24 bytes/);
    await refuses(given([spec('dense/kernel', [-2, 2]), bias], 24), /shape/);
    await refuses(given([{...kernel, dtype: 'constructor'}, bias], 24), /dtype 'constructor'/);
    await refuses(given([kernel, spec('other/bias', [2])], 24), /'other\/bias' belongs to no layer/);
    await refuses(given([kernel, bias, spec('model/dense/bias', [2])], 32), /are both 'dense\/bias'/);
    await refuses(given([{...kernel, name: 7}, bias], 24), /name/);
  });

  test.each(['../secret.bin', '/etc/secret', 'a/../../b', '..\\b', '%2e%2e/b', 'https://other.example/b'])(
    'weights in %s are not fetched',
    async path => {
      const asked: string[] = [];
      const model = {
        modelTopology: {keras_version: '3.15.1', model_config: sequential(dense())},
        weightsManifest: [{paths: [path], weights: [{name: 'dense/bias', shape: [2], dtype: 'float32'}]}],
      };
      const fetchFunc = async (url: unknown) => {
        asked.push(String(url));
        return new Response(JSON.stringify(model), {headers: {'Content-Type': 'application/json'}});
      };
      await refuses(
        rx.loadLayersModel('http://localhost/models/a/model.json', {fetchFunc: fetchFunc as never}),
        /outside the model's folder/,
      );
      expect(asked).toEqual(['http://localhost/models/a/model.json']);
    },
  );
});

describe('sources', () => {
  const fixture = readFixture('keras3/layers_as_activations');

  test('a URL: the weights lie beside model.json, a query goes with them', async () => {
    const {weightData, weightSpecs, ...model} = artifactsOf(fixture);
    const asked: string[] = [];
    const fetchFunc = async (url: unknown) => {
      asked.push(String(url));
      if (String(url).includes('.json')) {
        return new Response(
          JSON.stringify({...model, weightsManifest: [{paths: ['group1-shard1of1.bin'], weights: weightSpecs}]}),
          {headers: {'Content-Type': 'application/json'}},
        );
      }
      return {ok: true, arrayBuffer: async () => weightData} as Response;
    };
    const fractions: number[] = [];
    const loaded = await rx.loadLayersModel('http://localhost/a/model.json?v=1', {
      fetchFunc: fetchFunc as never,
      onProgress: fraction => void fractions.push(fraction),
    });
    expect(asked).toEqual(['http://localhost/a/model.json?v=1', 'http://localhost/a/group1-shard1of1.bin?v=1']);
    expect(fractions.at(-1)).toBe(1);
    expect(loaded.countParams()).toBeGreaterThan(0);
  });

  test('tf.loadLayersModel(rx.io.keras(source)) is the same', async () => {
    const one = await rx.loadLayersModel(handlerOf(artifactsOf(fixture)));
    const other = await tf.loadLayersModel(rx.io.keras(handlerOf(artifactsOf(fixture))));
    const x = [[0.5, -1, 2, -3, 4]];
    expect(predict(one, x)).toEqual(predict(other, x));
  });

  test('weights that the converter quantized, beside what is left out and constraints that they do not meet', async () => {
    const layer = dense({kernel_constraint: {class_name: 'NonNeg', config: {}}, activation: 'elu'});
    const shape = [2, 2];
    const specs = [
      {name: 'sequential/dense/kernel', shape, dtype: 'float32', quantization: {dtype: 'uint8', scale: 0.5, min: -1}},
      {name: 'metrics/auc/vars/0', shape: [1], dtype: 'float32', quantization: {dtype: 'float16'}},
      {name: 'sequential/dense/bias', shape: [2], dtype: 'float32', quantization: {dtype: 'uint16', scale: 1, min: 0}},
    ];
    const load = async (kernel: number[]) => {
      const weightData = Uint8Array.from([...kernel, 0, 0x3c, 1, 0, 2, 0]).buffer;
      const {config} = sequential(layer);
      return rx.loadLayersModel(
        handlerOf({
          modelTopology: {keras_version: '3.9.0', class_name: 'Sequential', config: {...config, name: 'sequential'}},
          weightSpecs: specs as never,
          weightData,
        }),
      );
    };
    const negative = await load([0, 3, 2, 4]);
    // kernel [[-1, 0.5], [0, 1]], bias [1, 2]
    expect(predict(negative, [[1, 2]])).toEqual([0, 4.5]);
    expect(negative.layers[1]!.getConfig()).toMatchObject({kernelConstraint: null});
    const positive = await load([2, 3, 2, 4]);
    expect(predict(positive, [[1, 2]])).toEqual([1, 4.5]);
    expect(positive.layers[1]!.getConfig()['kernelConstraint']).toMatchObject({className: 'NonNeg'});
  });

  test('two handlers of one URL are an error', async () => {
    const router = (url: string | string[]) => (String(url).startsWith('twice://') ? handlerOf({}) : null);
    tf.io.registerLoadRouter(router as never);
    tf.io.registerLoadRouter(((url: string | string[]) => router(url)) as never);
    expect(() => rx.io.keras('twice://model')).toThrow(/2 load handlers/);
  });

  test('parts of weights, and generators’ states among them', async () => {
    const {weightData, weightSpecs, ...rest} = artifactsOf(readFixture('keras3_file/layers_as_activations'));
    const state = {name: 'layers/dropout/seed_generator/vars/0', shape: [2], dtype: 'int32' as const};
    const data = weightData as ArrayBuffer;
    const [first] = weightSpecs!;
    const cut = first!.shape.reduce((a, b) => a * b, 4);
    const artifacts = {
      ...rest,
      weightSpecs: [first!, state, ...weightSpecs!.slice(1)],
      weightData: [data.slice(0, cut), new Int32Array([1, 2]).buffer, data.slice(cut)],
    };
    const model = await rx.loadLayersModel(handlerOf(artifacts));
    const whole = await rx.loadLayersModel(handlerOf({...rest, weightSpecs: weightSpecs!, weightData: data}));
    const x = [[0.5, -1, 2, -3, 4]];
    expect(predict(model, x)).toEqual(predict(whole, x));
  });
});
