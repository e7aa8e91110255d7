// A model that uses every layer and activation, and what is said of it to another lane. Runs in Node and in a page.
import type {Rectifiers} from '../../src/index';
import {subjects, type AnyLayer, type Lane, type Tensor, type Tf} from '../conformance/lane';

type Model = ReturnType<Tf['model']>;
type Artifacts = Parameters<Tf['io']['fromMemory']>[0] & {weightData?: ArrayBuffer};

const FEATURES = 6;

/**
 * One branch a function: its activation, in a dense layer or behind the one that most branches share (each weight is read,
 * and trained, in many launches), then its layer with parameters learned.
 */
export function buildModel(tf: Tf, rx: Rectifiers<Tf>): Model {
  const input = tf.input({shape: [FEATURES], name: 'features'});
  const trunk = tf.layers.dense({units: 3, name: 'trunk'}).apply(input);
  // Which parameters can be learned, the fixtures say; here they are asked of the layer, since a page has none.
  const all = subjects({rx, fixture: () => ({cases: []}) as never} as unknown as Lane);
  const branches = all.map(({name, params, others, activation, layer}, index) => {
    const first = params.find(param => canLearn(layer, {...others, learnable: [param]}));
    const activated =
      index % 4
        ? tf.layers.activation({activation: activation(others), name: `activation_${name}`}).apply(trunk)
        : tf.layers.dense({units: 3, activation: activation(others), name: `dense_${name}`}).apply(input);
    const parts = {
      [`${first}Initializer`]: tf.initializers.randomUniform({minval: 0.5, maxval: 1, seed: index}),
      [`${first}Regularizer`]: {className: 'L1L2', config: {l1: 0.125, l2: 0}},
      [`${first}Constraint`]: rx.constraints.clamp({minValue: 0.25, maxValue: 2}),
    };
    const config = {...others, ...(first && index % 2 ? parts : {}), sharedAxes: index % 3 ? [] : null};
    // What rrelu draws in training differs from run to run: between equal bounds it is always the same.
    if (name === 'rrelu') return layer({lower: 0.25, upper: 0.25, name}).apply(activated);
    return layer({...config, learnable: true, name}).apply(activated);
  });
  branches.push(...compositeBranches(tf, rx, input as never));
  const joined = tf.layers.concatenate({name: 'all'}).apply(branches as never);
  const output = tf.layers.dense({units: 2, name: 'output'}).apply(joined);
  const model = tf.model({inputs: input, outputs: output as never});
  // The output adds up all branches: small weights keep it, and the squares of gradients in Adam, in half precision's range.
  const scaleOf = (name: string) => (name.startsWith('output') ? 1 / branches.length : 1);
  const values = model.weights.map(({originalName, shape}, i) => {
    const size = (shape as number[]).reduce((a, b) => a * b, 1);
    return tf.tensor(
      weightsOf(size, i).map(v => v * scaleOf(originalName)),
      shape as number[],
    );
  });
  model.setWeights(values);
  tf.dispose(values);
  return model;
}

/** The layers that are no functions by themselves, those of images on an image. */
function compositeBranches(tf: Tf, rx: Rectifiers<Tf>, input: Tensor): Tensor[] {
  const {alphaDropout, filterBank, metaAconC, dyRelu, frelu} = rx.layers;
  const image = tf.layers.reshape({targetShape: [1, 2, 3], name: 'image'}).apply(input) as Tensor;
  const constraint = rx.constraints.clamp({minValue: 0.25, maxValue: 2});
  return [
    // A rate at which nothing is dropped: a lane that goes on training draws anew.
    alphaDropout({rate: 1e-7, seed: 3, noiseShape: [null, 1], name: 'alphaDropout'}).apply(input),
    filterBank({pad: true, positiveSlopeConstraint: constraint, name: 'walshHadamard'}).apply(input),
    filterBank({transform: 'dct', inverse: true, sharedAxes: [], negativeSlope: 0.5, name: 'dct'}).apply(input),
    ...[
      metaAconC({reduction: 2, p1Constraint: constraint, biasInitializer: 'ones', name: 'metaAconC'}),
      dyRelu({type: 'a', pieces: 3, reduction: 1, lambdaB: 0.25, name: 'dyReluA'}),
      dyRelu({reduction: 2, kernelRegularizer: 'l1l2', name: 'dyRelu'}),
      frelu({momentum: 0.75, epsilon: 0.01, depthwiseConstraint: constraint, name: 'frelu'}),
      frelu({kernelSize: 1, batchNormalization: false, name: 'freluPlain'}),
    ].map(layer => {
      const flat = tf.layers.flatten({name: `${layer.name}_flat`});
      return flat.apply(layer.apply(image));
    }),
  ] as Tensor[];
}

function canLearn(layer: AnyLayer, config: Record<string, unknown>): boolean {
  try {
    layer(config);
    return true;
  } catch {
    // Its derivative is 0 everywhere.
    return false;
  }
}

/** The same on every lane: positive where a rectifier's parameter may have to be, small where units add up. */
const weightsOf = (size: number, seed: number) =>
  Float32Array.from({length: size}, (_, i) => 0.3 + 0.25 * Math.sin(1.3 * i + 0.7 * seed));

const samples = (size: number, seed: number) =>
  Float32Array.from({length: size}, (_, i) => Math.sin(1.7 * i + seed) * 1.5);

export interface Description {
  readonly topology: unknown;
  /** Name, shape and the bytes of each weight, as a lane reads them. */
  readonly weights: readonly {readonly name: string; readonly shape: readonly number[]; readonly values: string}[];
  readonly predictions: readonly number[];
  /** What the optimizer has gathered, if there is one; without names, which are those that tf.js made unique. */
  readonly optimizer: readonly {readonly shape: readonly number[]; readonly values: string}[];
  readonly metadata: unknown;
}

/** Reads the weights first: on half-float textures they change when they are used. */
export async function describeModel(tf: Tf, model: Model): Promise<Description> {
  const weights = await Promise.all(
    model.weights.map(async ({originalName, shape}, i) => ({
      // Not its name, which tf.js makes unique among all models of the page.
      name: originalName,
      shape: shape as number[],
      values: toBase64((await model.getWeights()[i]!.data()) as Float32Array),
    })),
  );
  const result = tf.tidy(() => model.predict(tf.tensor2d(samples(8 * FEATURES, 1), [8, FEATURES])) as Tensor);
  const predictions = Array.from(await result.data());
  result.dispose();
  const state = model.optimizer ? await model.optimizer.getWeights() : [];
  const optimizer = await Promise.all(
    state.map(async ({tensor}) => ({shape: tensor.shape, values: toBase64((await tensor.data()) as Float32Array)})),
  );
  const metadata: unknown = model.getUserDefinedMetadata() ?? null;
  return {topology: model.toJSON(null, false), weights, predictions, optimizer, metadata};
}

/** A few steps of Adam. Its epsilon is large, so that rounding errors in a tiny gradient stay small in the step. */
export async function train(tf: Tf, model: Model, steps: number): Promise<void> {
  const x = tf.tensor2d(samples(16 * FEATURES, 2), [16, FEATURES]);
  const y = tf.tensor2d(samples(32, 3), [16, 2]);
  for (let step = 0; step < steps; step++) await model.trainOnBatch(x, y);
  tf.dispose([x, y]);
}

export const compile = (tf: Tf, model: Model): void =>
  model.compile({optimizer: tf.train.adam(0.01, 0.9, 0.999, 0.1), loss: 'meanSquaredError'});

/** What a lane saves, as text that any other lane reads. */
export async function saveAsText(model: Model, includeOptimizer: boolean): Promise<string> {
  let text = '';
  const save = async (artifacts: object) => {
    const {weightData, ...rest} = artifacts as Artifacts;
    text = JSON.stringify({...rest, weightData: toBase64(new Uint8Array(weightData!))});
    return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON' as const}};
  };
  await model.save({save}, {includeOptimizer});
  return text;
}

export async function loadFromText(tf: Tf, text: string): Promise<Model> {
  const {weightData, ...rest} = JSON.parse(text) as {weightData: string};
  const artifacts = {...rest, weightData: fromBase64(weightData).buffer};
  return (await tf.loadLayersModel(tf.io.fromMemory(artifacts as never))) as Model;
}

function toBase64(values: Float32Array | Uint8Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}
