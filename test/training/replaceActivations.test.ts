// replaceActivations: predictions stay where the functions are the same, then learning goes on; the model stays as it was.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import {training} from '../../src/training';
import {close, throws} from '../support/assert';
import {dense, normal, seeded} from './layers';

const rx = rectifiers(tf);
const {replaceActivations} = training(rx);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const names = (model: tf.LayersModel) => model.layers.map(({name}) => name);
const classes = (model: tf.LayersModel) => model.layers.map(layer => layer.getClassName());
const predictions = (model: tf.LayersModel, x: tf.Tensor | tf.Tensor[]) =>
  tf.tidy(() => [model.predict(x)].flat().flatMap(y => [...y.dataSync()]));

/** Both models predict the same, and all of the old one stays. */
async function same<M extends tf.LayersModel>(
  model: M,
  x: tf.Tensor | tf.Tensor[],
  options: Parameters<typeof replaceActivations>[1],
  tolerance = 1e-6,
): Promise<M> {
  const was = [predictions(model, x), names(model), JSON.stringify(model.toJSON(null, false))];
  const copy = replaceActivations(model, options);
  close(predictions(copy, x), was[0] as number[], tolerance);
  const saved = await copy.save(tf.io.withSaveHandler(async artifacts => {
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
    expect(predictions(loaded, x)).toEqual(predictions(copy, x));
    return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON' as const}};
  })); // prettier-ignore
  expect(saved.modelArtifactsInfo.modelTopologyType).toBe('JSON');
  // Its own weights: what the copy learns does not reach the model.
  for (const weight of copy.weights)
    tf.tidy(() => {
      weight.write(weight.read().add(1));
    });
  expect([predictions(model, x), names(model), JSON.stringify(model.toJSON(null, false))]).toEqual(was);
  for (const weight of copy.weights)
    tf.tidy(() => {
      weight.write(weight.read().sub(1));
    });
  return copy;
}

test('a sequential model: inside layers and as layers, from relu to prelu(0), which then learns', async () => {
  const model = tf.sequential({
    name: 'net',
    layers: [
      dense(6, {inputShape: [4], activation: 'relu', name: 'a'}),
      tf.layers.batchNormalization({name: 'norm'}),
      dense(5, {name: 'b', trainable: false}),
      tf.layers.reLU({name: 'c'}),
      tf.layers.activation({activation: 'relu', name: 'd'}),
      dense(2, {activation: 'softmax', name: 'e'}),
    ],
  });
  const x = normal([8, 4]);
  const copy = await same(model, x, {from: 'relu', to: 'prelu', config: {alpha: 0}});
  expect(copy).toBeInstanceOf(tf.Sequential);
  expect(copy.name).toBe('net');
  expect(names(copy)).toEqual(['a', 'a_prelu', 'norm', 'b', 'c', 'd', 'e']);
  expect(classes(copy)).toEqual(['Dense', 'PReLU', 'BatchNormalization', 'Dense', 'PReLU', 'PReLU', 'Dense'].map((name, i) => [1, 4, 5].includes(i) ? rx.layers.prelu().getClassName() : name)); // prettier-ignore
  expect(copy.getLayer('b').trainable).toBe(false);
  expect(copy.weights.map(({originalName}) => originalName)).toContain('a_prelu/alpha');
  copy.compile({loss: 'categoricalCrossentropy', optimizer: tf.train.sgd(0.5)});
  const y = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const [first, ...rest] = (await copy.fit(x, y, {epochs: 20, verbose: 0})).history['loss'] as number[];
  expect(rest.at(-1)!).toBeLessThan(first!);
  const alphas = copy.getLayer('a_prelu').getWeights()[0]!;
  expect(Math.max(...alphas.abs().dataSync())).toBeGreaterThan(1e-4);
  tf.dispose([x, y]);
});

test('what learns nothing stays inside', async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv1d({filters: 3, kernelSize: 2, inputShape: [5, 2], activation: 'relu', name: 'c'}),
      tf.layers.timeDistributed({layer: dense(3, {activation: 'relu', name: 'inner'}), name: 't'}),
      tf.layers.flatten(),
      dense(2, {activation: 'relu', name: 'd'}),
    ],
  });
  const x = normal([4, 5, 2]);
  const smooth = await same(model, x, {from: 'relu', to: 'smoothRelu', config: {k: 1e5}}, 1e-4);
  expect(names(smooth)).toEqual(names(model));
  expect(smooth.getLayer('d').getConfig()['activation']).toEqual({className: 'smoothRelu', config: {k: 1e5}});
  // By what rx.activation gives, back by tf.js's name, and where it learns.
  const leaky = replaceActivations(model, {from: 'relu', to: rx.activation('leakyRelu', {negativeSlope: 0.5})});
  const back = replaceActivations(leaky, {from: 'leaky_relu', to: 'relu'});
  close(predictions(back, x), predictions(model, x), 1e-6);
  const learned = await same(model, x, {
    from: ['relu'],
    to: 'smoothRelu',
    config: {k: 1e5, learnable: true},
    filter: ({name}) => name !== 'd',
  }, 1e-4); // prettier-ignore
  expect(names(learned)).toEqual(['c', 'c_smoothRelu', 't', 't_smoothRelu', model.layers[2]!.name, 'd']);
  expect(learned.getLayer('d').getConfig()['activation']).toBe('relu');
  x.dispose();
});

test('a functional model: shared layers, nested models, several inputs and outputs', async () => {
  const [a, b] = [tf.input({shape: [4], name: 'left'}), tf.input({shape: [4], name: 'right'})];
  const shared = dense(5, {activation: 'relu', name: 'shared'});
  const body = tf.sequential({
    name: 'body',
    layers: [
      dense(4, {inputShape: [5], activation: 'elu', name: 'first'}),
      tf.layers.leakyReLU({alpha: 0, name: 'second'}),
    ],
  });
  const tail = () => {
    const input = tf.input({shape: [8]});
    const hidden = dense(3, {activation: 'relu', name: 'hidden'}).apply(input) as tf.SymbolicTensor;
    return tf.model({
      inputs: input,
      outputs: tf.layers.concatenate().apply([hidden, input]) as tf.SymbolicTensor,
      name: 'tail',
    });
  };
  const through = (x: tf.SymbolicTensor) => body.apply(shared.apply(x)) as tf.SymbolicTensor;
  const both = tf.layers.concatenate({name: 'both'}).apply([through(a), through(b)]) as tf.SymbolicTensor;
  const end = tail();
  const outputs = [
    dense(2, {name: 'one'}).apply(end.apply(both)) as tf.SymbolicTensor,
    tf.layers.reLU({name: 'two'}).apply(both) as tf.SymbolicTensor,
  ];
  const model = tf.model({inputs: [a, b], outputs, name: 'whole'});
  const x = [normal([3, 4]), normal([3, 4], 2)];
  const seen: string[] = [];
  const copy = await same(model, x, {
    from: ({name, activation}) => {
      seen.push(`${name}: ${activation}`);
      return activation === 'relu' || activation === 'leakyRelu';
    },
    to: 'prelu',
    config: {alpha: 0},
  });
  expect(new Set(seen)).toEqual(
    new Set(['shared: relu', 'body/first: elu', 'body/second: leakyRelu', 'tail/hidden: relu', 'two: relu']),
  );
  expect(copy.outputNames).toEqual(model.outputNames);
  expect(copy.inputNames).toEqual(['left', 'right']);
  expect(new Set(names(copy))).toEqual(new Set([...names(model), 'shared_prelu']));
  expect(names(copy.getLayer('body') as tf.LayersModel)).toEqual(['first', 'second']);
  // Shared once: two uses of it, one set of weights.
  expect(copy.weights.filter(({originalName}) => originalName === 'shared_prelu/alpha')).toHaveLength(1);
  expect(copy.getLayer('shared').inboundNodes).toHaveLength(2);
  x.forEach(each => each.dispose());
});

test('images whose channels come first have a slope a channel', async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({filters: 3, kernelSize: 2, inputShape: [2, 5, 5], dataFormat: 'channelsFirst', activation: 'relu', name: 'c'}), // prettier-ignore
      tf.layers.flatten({dataFormat: 'channelsFirst'}),
    ],
  });
  const copy = replaceActivations(model, {from: 'relu', to: 'prelu', config: {alpha: 0}});
  expect(copy.getLayer('c_prelu').getWeights()[0]!.shape).toEqual([3, 1, 1]);
  const all = replaceActivations(model, {from: 'relu', to: 'prelu', config: {sharedAxes: [1, 2, 3]}});
  expect(all.getLayer('c_prelu').getWeights()[0]!.shape).toEqual([1, 1, 1]);
});

test('by a function that makes layers, and by rx.define', async () => {
  const model = tf.sequential({layers: [dense(4, {inputShape: [3], activation: 'relu', name: 'a'}), dense(1)]});
  const x = normal([5, 3]);
  const made = await same(model, x, {from: 'relu', to: () => rx.layers.prelu({alpha: 0})});
  expect(names(made)[1]).toBe('a_activation');
  const named = await same(model, x, {from: 'relu', to: rx.layers.prelu, config: {alpha: 0}});
  expect(names(named)[1]).toBe('a_activation');
  const lines = rx.define({
    name: 'twoLines',
    className: 'TwoLines',
    params: {slope: {default: 0}},
    fn: (each, {slope}) => each.relu().add(each.minimum(0).mul(slope)),
  });
  const fixed = await same(model, x, {from: 'relu', to: lines});
  expect(names(fixed)).toEqual(names(model));
  const learned = await same(model, x, {from: 'relu', to: lines, config: {learnable: true}});
  expect(learned.layers[1]!.getClassName()).toBe('TwoLines');
  // And from it, by the name of the layer or of the function.
  const back = replaceActivations(learned, {from: 'twoLines', to: 'relu'});
  close(predictions(back, x), predictions(model, x), 1e-6);
  const shared = rx.layers.prelu({alpha: 0, inputShape: [4]});
  tf.sequential({layers: [shared]});
  await throws(
    () => replaceActivations(model, {from: 'relu', to: () => shared}),
    'RectifierError',
    'new layer each time',
  );
  await throws(
    () => replaceActivations(model, {from: 'relu', to: (() => 3) as never}),
    'RectifierError',
    'what to returns must be a new layer each time, but is 3',
  );
  x.dispose();
});

test('recurrent cells take what is fixed; what learns is an error, unless it is left out', async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({units: 3, inputShape: [4, 2], returnSequences: true, name: 'l', recurrentInitializer: seeded()}),
      tf.layers.bidirectional({
        layer: tf.layers.gru({units: 2, activation: 'tanh', recurrentInitializer: seeded()}) as never,
        mergeMode: 'concat',
        name: 'g',
      }),
      dense(2, {activation: 'tanh', name: 'd'}),
    ],
  });
  const x = normal([3, 4, 2]);
  const tensors = tf.memory().numTensors;
  await throws(
    () => replaceActivations(model, {from: 'tanh', to: 'prelu'}),
    'RectifierError',
    'what replaces tanh inside l (LSTM) must be fixed, as rx.activation gives it, or left out by filter',
    "but is 'prelu'",
  );
  expect(tf.memory().numTensors).toBe(tensors);
  const outside = replaceActivations(model, {from: 'tanh', to: 'prelu', filter: ({name}) => name === 'd'});
  expect(names(outside)).toEqual(['l', 'g', 'd', 'd_prelu']);
  const fixed = await same(model, x, {from: 'tanh', to: 'tanh'});
  expect(names(fixed)).toEqual(['l', 'g', 'd']);
  const config = {negativeSlope: 0.3};
  const leaky = replaceActivations(model, {from: 'tanh', to: 'leakyRelu', config});
  const wanted = {className: 'leakyRelu', config};
  expect(leaky.getLayer('l').getConfig()['activation']).toEqual(wanted);
  expect((leaky.getLayer('g').getConfig()['layer'] as {config: {activation: unknown}}).config.activation).toEqual(
    wanted,
  );
  expect(predictions(leaky, x)).not.toEqual(predictions(model, x));
  x.dispose();
});

test('errors say what is there, and leave nothing behind', async () => {
  const model = tf.sequential({
    layers: [dense(4, {inputShape: [3], activation: 'relu', name: 'a'}), dense(1, {activation: 'sigmoid', name: 'b'})],
  });
  const tensors = tf.memory().numTensors;
  const replace = (options: object) => () => replaceActivations(model, options as never);
  await throws(replace({from: 'rellu', to: 'prelu'}), 'RectifierError', "'rellu'", 'relu (a), sigmoid (b)');
  await throws(replace({from: 'relu', to: 'prellu'}), 'RectifierError', "Did you mean 'prelu'");
  await throws(replace({from: 'relu', to: 'prelu', config: {alfa: 0}}), 'RectifierError', "'alfa'", 'alpha,');
  await throws(
    replace({from: 'relu', to: 'tanh', config: {alpha: 0}}),
    'RectifierError',
    "'tanh'",
    'config must be left out',
    '{"alpha":0}',
  );
  await throws(
    replace({from: 'relu', to: 'crelu'}),
    'RectifierError',
    'the shape behind CReLU must be as before, [null,4], but is [null,8]',
  );
  await throws(replace({from: 'relu', to: 3}), 'RectifierError', 'to must be');
  await throws(replace({to: 'prelu'}), 'RectifierError', 'from must be');
  await throws(replace({from: 'relu', too: 'prelu'}), 'RectifierError', "Did you mean 'to'");
  await throws(() => replaceActivations({} as never, {from: 'relu', to: 'prelu'}), 'RectifierError', 'tf.sequential');
  expect(tf.memory().numTensors).toBe(tensors);
  const copy = replaceActivations(model, {from: 'relu', to: 'prelu', config: {alpha: 0}});
  expect(tf.memory().numTensors).toBe(tensors + 4 + 1);
  copy.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});
