// Every stock layer that takes an activation, with ours as a string, with parameters, and as an instance. For two
// functions that tf.js has a twin of: the other functions go through the same classes (layers.ts).
import {close, equal, ok} from '../support/assert';
import {seeded} from '../support/seeded';
import {scoped, withoutLeaks, type Check, type Lane, type Tensor} from './lane';

type Tf = Lane['tf'];
type Layer = ReturnType<Tf['layers']['dense']>;
type Model = ReturnType<Tf['sequential']>;
type Activation = ReturnType<Lane['rx']['activation']>;
type Config = Record<string, unknown>;

/** A function that is a stock one where its parameter is 1. */
const FUNCTIONS = [
  {name: 'smoothRelu', string: 'smoothRelu', param: 'k', twin: 'softplus'},
  {name: 'elu', string: 'rectifierElu', param: 'alpha', twin: 'elu'},
] as const;

/** `without`: kinds that tf.js itself computes wrongly on the lane. */
export function stockChecks(lane: Lane, without: readonly string[] = []): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  for (const {name, string, param, twin} of FUNCTIONS) {
    for (const [kind, make] of stockLayers(tf)) {
      if (without.includes(kind)) continue;
      const run = async () => {
        const models: Model[] = [];
        const made = (model: Model) => {
          models.push(model);
          return model;
        };
        const predictions = async (of: Model) => Array.from(await (of.predict(inputOf(tf, of)) as Tensor).data());
        const withActivation = (activation: unknown) => {
          const model = made(tf.sequential({layers: [make(activation as Activation)]}));
          setSampleWeights(tf, model);
          return model;
        };
        const activation = (value: number) => rx.activation(name, {[param]: value} as never) as unknown as Activation;

        const stock = await predictions(withActivation(twin));
        close(await predictions(withActivation(string)), stock, 1e-5, 'as a string, beside the stock one');
        close(await predictions(withActivation(activation(1))), stock, 1e-5, 'with the default, beside the stock one');
        const model = withActivation(activation(0.375));
        const expected = await predictions(model);
        ok(
          expected.some((v, i) => Math.abs(v - stock[i]!) > 1e-3),
          `${param} has no effect`,
        );
        const holder = tf.layers.activation({activation: activation(0.375)});
        const {activation: instance} = holder as unknown as {activation: object};
        close(await predictions(withActivation(instance)), expected, 0, 'as an instance');

        for (const [form, given] of Object.entries({string, config: activation(0.375), instance})) {
          const original = withActivation(given);
          const before = await predictions(original);
          const loaded = made(await saveAndLoad(tf, original));
          close(await predictions(loaded), before, 0, `${form}, saved and loaded`);
          equal(topologyOf(loaded), topologyOf(original), `${form}, saved and loaded`);
          const clone = made(tf.sequential({layers: [cloneOf(original.layers[0] as Layer)]}));
          clone.setWeights(original.getWeights());
          close(await predictions(clone), before, 0, `${form}, cloned`);
          equal(
            JSON.stringify(topologyOf(loaded)).includes(`{"${param}":0.375}`),
            form !== 'string',
            `${form}: its parameter is saved`,
          );
        }
        models.forEach(each => each.dispose());
      };
      checks.push({name: `${name} in ${kind}`, run: () => seeded(name, () => withoutLeaks(tf, () => scoped(tf, run)))});
    }
  }
  return checks;
}

/** Each layer of tf.js that takes an activation, by itself or by a layer or cell inside. */
function stockLayers({layers}: Tf): [string, (activation: Activation) => Layer][] {
  // Not the default orthogonal initializer, which needs chained ops: core + layers has none.
  const recurrent = {units: 2, recurrentInitializer: 'glorotUniform'} as const;
  const sequence = {inputShape: [3, 2]};
  const image = {inputShape: [4, 4, 2]};
  const volume = {inputShape: [3, 3, 3, 2]};
  const kernel = {filters: 2, kernelSize: 2};
  const lstm = (activation: Activation) => ({...recurrent, activation, recurrentActivation: activation});
  const gru = (activation: Activation) => ({...lstm(activation), resetAfter: false});
  const makers: Record<string, (activation: Activation) => unknown> = {
    activation: activation => layers.activation({activation, inputShape: [4]}),
    dense: activation => layers.dense({units: 3, activation, inputShape: [4]}),
    conv1d: activation => layers.conv1d({...kernel, activation, ...sequence}),
    conv2d: activation => layers.conv2d({...kernel, activation, ...image}),
    conv3d: activation => layers.conv3d({...kernel, activation, ...volume}),
    conv2dTranspose: activation => layers.conv2dTranspose({...kernel, activation, ...image}),
    conv3dTranspose: activation => layers.conv3dTranspose({...kernel, activation, ...volume} as never),
    separableConv2d: activation => layers.separableConv2d({...kernel, activation, ...image}),
    depthwiseConv2d: activation => layers.depthwiseConv2d({kernelSize: 2, activation, ...image}),
    simpleRNN: activation => layers.simpleRNN({...recurrent, activation, ...sequence}),
    lstm: activation => layers.lstm({...lstm(activation), ...sequence}),
    gru: activation => layers.gru({...gru(activation), ...sequence}),
    'rnn of a simpleRNNCell': activation =>
      layers.rnn({cell: layers.simpleRNNCell({...recurrent, activation}), ...sequence}),
    'rnn of an lstmCell': activation => layers.rnn({cell: layers.lstmCell(lstm(activation)), ...sequence}),
    'rnn of a gruCell': activation => layers.rnn({cell: layers.gruCell(gru(activation)), ...sequence}),
    'rnn of stackedRNNCells': activation => {
      const cells = [layers.simpleRNNCell({...recurrent, activation}), layers.lstmCell(lstm(activation))];
      return layers.rnn({cell: layers.stackedRNNCells({cells}), ...sequence});
    },
    convLstm2d: activation => {
      const gates = {activation, recurrentActivation: activation, recurrentInitializer: 'glorotUniform'};
      return layers.convLstm2d({...kernel, ...gates, inputShape: [2, 3, 3, 1]} as never);
    },
    'timeDistributed dense': activation =>
      layers.timeDistributed({layer: layers.dense({units: 2, activation}), ...sequence}),
    'timeDistributed conv2d': activation =>
      layers.timeDistributed({layer: layers.conv2d({...kernel, activation}), inputShape: [2, 3, 3, 1]}),
    'bidirectional lstm': activation =>
      layers.bidirectional({layer: layers.lstm(lstm(activation)) as never, mergeMode: 'concat', ...sequence}),
    'bidirectional gru': activation =>
      layers.bidirectional({layer: layers.gru(gru(activation)) as never, mergeMode: 'sum', ...sequence}),
    'bidirectional simpleRNN, all steps': activation => {
      const layer = layers.simpleRNN({...recurrent, activation, returnSequences: true});
      return layers.bidirectional({layer: layer as never, mergeMode: 'ave', ...sequence});
    },
  };
  return Object.entries(makers) as [string, (activation: Activation) => Layer][];
}

const samples = (size: number, seed = 0) => Float32Array.from({length: size}, (_, i) => Math.sin(1.7 * i + seed + 0.3));

function inputOf(tf: Tf, model: Model): Tensor {
  const shape = [2, ...(model.inputs[0]!.shape.slice(1) as number[])];
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(samples(size), shape);
}

/** The same weights in every model, of both signs. */
const setSampleWeights = (tf: Tf, model: Model): void =>
  tf.tidy(() => model.setWeights(model.getWeights().map((w, i) => tf.tensor(samples(w.size, i), w.shape))));

/** As Bidirectional makes its backward layer: by the class and the config. */
function cloneOf(layer: Layer): Layer {
  const Class = layer.constructor as unknown as {fromConfig: (cls: unknown, config: Config) => Layer};
  const config: Config = {...layer.getConfig(), name: 'clone'};
  return Class.fromConfig(layer.constructor, config);
}

/** What is saved of a model, without the one name that tf.js makes anew: that of stacked cells. */
const topologyOf = (model: Model): unknown =>
  JSON.parse((model.toJSON() as string).replace(/stacked_rnn_cells_StackedRNNCells\d+/g, 'stacked'));

async function saveAndLoad(tf: Tf, model: Model): Promise<Model> {
  let saved: Parameters<Tf['io']['fromMemory']>[0] | undefined;
  await model.save({
    save: async artifacts => {
      saved = {...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology))} as never;
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  return (await tf.loadLayersModel(tf.io.fromMemory(saved!))) as Model;
}
