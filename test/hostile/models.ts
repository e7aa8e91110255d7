// Models that the mutations start from: saved by tf.js, with layers and activations of ours, and written by Keras.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import {readFixture} from '../keras/fixtures';

export interface Written {
  readonly name: string;
  /** model.json, parsed; the weights are in one file. */
  readonly json: ModelJson;
  readonly weights: string;
  /** Saved by tf.js, so that its own loader reads it the same way. */
  readonly plain: boolean;
}
export interface ModelJson {
  modelTopology: object;
  weightsManifest: {paths: string[]; weights: WeightSpec[]}[];
}
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: {dtype: string};
}

/** Small ones, each with something else in it. */
const OF_KERAS = [
  'keras2/activation_layers',
  'keras2_file/prelu_any_size',
  'keras3/nested',
  'keras3_file/glu',
  'keras3/masked',
  'keras3_file/compiled',
];

export async function writtenModels(): Promise<Written[]> {
  const saved: Written[] = [];
  for (const [name, make] of Object.entries(MODELS)) saved.push(await save(name, make()));
  return [...saved, ...OF_KERAS.map(ofKeras)];
}

function ofKeras(name: string): Written {
  const {model, weights} = readFixture(name);
  const specs = model.weightsManifest.flatMap(group => group.weights) as WeightSpec[];
  const json = {...model, weightsManifest: [{paths: ['weights.bin'], weights: specs}]};
  return {name, json, weights, plain: false};
}

async function save(name: string, model: tf.LayersModel): Promise<Written> {
  let written: Written | undefined;
  await model.save({
    save: async ({weightData, weightSpecs, ...rest}) => {
      const json = JSON.parse(
        JSON.stringify({...rest, weightsManifest: [{paths: ['weights.bin'], weights: weightSpecs}]}),
      ) as ModelJson;
      written = {name, json, weights: Buffer.from(weightData as ArrayBuffer).toString('base64'), plain: true};
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  model.dispose();
  return written!;
}

const rx = rectifiers(tf);
const MODELS: Record<string, () => tf.LayersModel> = {
  sequential: () =>
    tf.sequential({
      name: 'sequential',
      layers: [
        tf.layers.dense({units: 3, inputShape: [4], activation: rx.activation('smoothRelu', {k: 2}), name: 'dense'}),
        rx.layers.pelu({aConstraint: rx.constraints.clamp({maxValue: 0.75}), bRegularizer: 'l2', name: 'pelu'}),
        rx.layers.gelu({approximate: 'tanh', name: 'gelu'}),
        rx.layers.smoothRelu({k: 3, learnable: true, sharedAxes: [], kInitializer: 'ones', name: 'smooth'}),
      ],
    }),
  functional: () => {
    const [a, b] = [tf.input({shape: [4], name: 'a'}), tf.input({shape: [4], name: 'b'})];
    const shared = tf.layers.dense({units: 2, name: 'shared', activation: rx.activation('elu', {alpha: 0.5})});
    const joined = tf.layers
      .concatenate({name: 'joined'})
      .apply([shared.apply(a), shared.apply(b)] as tf.SymbolicTensor[]);
    const one = rx.layers.prelu({learnable: ['alpha'], name: 'prelu'}).apply(joined);
    const two = rx.layers.crelu({name: 'crelu'}).apply(joined);
    return tf.model({inputs: [a, b], outputs: [one, two] as tf.SymbolicTensor[], name: 'functional'});
  },
  recurrent: () => {
    const lstm = tf.layers.lstm({
      units: 2,
      activation: rx.activation('squareplus', {b: 2}),
      recurrentInitializer: 'glorotUniform',
      name: 'lstm',
    });
    return tf.sequential({
      name: 'recurrent',
      layers: [
        tf.layers.conv1d({filters: 2, kernelSize: 2, inputShape: [4, 2], name: 'conv'}),
        rx.layers.prelu({sharedAxes: [1], name: 'prelu'}),
        tf.layers.bidirectional({layer: lstm as never, mergeMode: 'concat', name: 'both'}),
        rx.layers.maxout({pieces: 2, name: 'maxout'}),
      ],
    });
  },
};
