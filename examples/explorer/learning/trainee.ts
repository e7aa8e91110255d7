/** A net in training: steps, what is measured of them, and how the net looks. */

import type {Variable} from '@tensorflow/tfjs';
import {curvesOf, parametersOf} from '../../digits/learnt.mjs';
import {EXTENT, GRID, SHAPE_XS, type Measured, type NetState, type Pictures} from '../messages';
import {rx, tf} from '../tf';

/** A unit is dead if its activation's derivative is less than this at every point, so that nothing moves it. */
const DEAD = 1e-3;

export type Trainee = ReturnType<typeof createTrainee>;

/** Tensors of the points: [n, 2], and [n, 1] of 1 for the first class and -1 for the second. */
export interface Batch {
  readonly x: tf.Tensor2D;
  readonly sign: tf.Tensor2D;
}

/** Owns the model from now on. */
export function createTrainee(model: tf.LayersModel) {
  const stages = stagesOf(model);
  const last = model.layers.at(-1)!;
  const isLogistic = last.getClassName() === 'Activation' && last.getConfig()['activation'] === 'sigmoid';
  const logitModel = isLogistic ? tf.model({inputs: model.inputs, outputs: last.input}) : null;
  const rectifiers = stages.flatMap(({rectifier}) => rectifier ?? []);
  const before = rectifiers.length
    ? tf.model({inputs: model.inputs, outputs: rectifiers.map(layer => layer.input as tf.SymbolicTensor)})
    : null;
  const weights = model.trainableWeights.map(variableOf);
  let optimizer: tf.AdamOptimizer | null = null;
  let step = 0;

  /** The log odds of the second class. */
  function logits(x: tf.Tensor2D): tf.Tensor {
    if (logitModel) return logitModel.apply(x, {training: true}) as tf.Tensor;
    const p = tf.clipByValue(model.apply(x, {training: true}) as tf.Tensor, 1e-6, 1 - 1e-6);
    return tf.sub(tf.log(p), tf.log(tf.sub(1, p)));
  }
  /** Cross entropy, by the package's own softplus: one kernel, and no overflow however sure the net is. */
  const lossOf = ({x, sign}: Batch) => tf.mean(rx.softplus(tf.mul(logits(x), sign))) as tf.Scalar;

  /** The share of units after each dense layer which no point moves. */
  function deadShares(x: tf.Tensor2D): tf.Tensor[] {
    const inputs = before ? [atOnce(before, x)].flat() : [];
    return rectifiers.map((layer, i) => {
      const slope = tf.grad(z => layer.apply(z) as tf.Tensor)(inputs[i]!);
      return tf.mean(tf.cast(tf.less(tf.max(tf.abs(slope), 0), DEAD), 'float32'));
    });
  }

  /** What is measured before `steps` of training. */
  async function measure(batch: Batch, steps = 0): Promise<Measured> {
    const numbers = tf.tidy(() => {
      const compute = () => tf.variableGrads(() => lossOf(batch), weights);
      const {value, grads} = compute();
      const norms = stages.map(({kernel}) => tf.sqrt(tf.sum(tf.square(grads[kernel.name]!))));
      // Where both classes are as likely as each other, it is the first.
      const right = tf.equal(tf.greater(logits(batch.x), 0), tf.less(batch.sign, 0));
      const measured = [value, tf.mean(tf.cast(right, 'float32')), ...norms, ...deadShares(batch.x)];
      for (let i = 0; i < steps; i++) optimizer!.applyGradients((i ? compute() : {grads}).grads as never);
      return tf.stack(measured);
    });
    const [loss, accuracy, ...rest] = (await read(numbers)) as unknown as number[];
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}`);
    const shares = rest.slice(stages.length);
    const measured = {
      step,
      loss: loss!,
      accuracy: accuracy!,
      gradients: rest.slice(0, stages.length),
      dead: stages.map(({rectifier}) => (rectifier ? shares[rectifiers.indexOf(rectifier)]! : null)),
    };
    step += steps;
    return measured;
  }

  async function pictures(): Promise<Pictures> {
    const boundary = await read(tf.tidy(() => atOnce(model, tf.tensor2d(gridPlaces(), [GRID * GRID, 2])) as tf.Tensor));
    const found = await parametersOf(rx, model);
    const shapes = [];
    for (const layer of found) {
      const {start, learnt} = await curvesOf(tf, rx, SHAPE_XS, layer);
      shapes.push({name: layer.op, start, learnt, learned: Object.entries(layer.values).map(describe(layer.start))});
    }
    return {boundary, shapes};
  }

  return {
    model,
    async state(batch: Batch): Promise<NetState> {
      const found = await parametersOf(rx, model);
      return {
        functions: [...new Set(found.map(({op}) => op as string))],
        size: model.countParams(),
        measured: await measure(batch),
        pictures: await pictures(),
      };
    },
    pictures,
    /** Throws where the loss is no number any more. */
    measure,
    /** Steps, and what was measured before them. */
    async advance(batch: Batch, steps: number, rate: number): Promise<Measured> {
      optimizer ??= tf.train.adam(rate);
      // Adam reads it at each step.
      (optimizer as unknown as {learningRate: number}).learningRate = rate;
      return measure(batch, steps);
    },
    dispose() {
      optimizer?.dispose();
      // The other models are made of its layers: tf.js would dispose of each once for each model.
      model.dispose();
    },
  };
}

interface Stage {
  readonly kernel: Variable;
  rectifier: tf.layers.Layer | null;
}

/** The dense layers, each with the rectifier layer that follows. */
function stagesOf(model: tf.LayersModel): readonly Stage[] {
  const classes = new Set([...rx.functions.values()].map(({className}) => className));
  const stages: Stage[] = [];
  for (const layer of model.layers) {
    const kernel = layer.trainableWeights.find(({originalName}) => originalName.endsWith('kernel'));
    if (kernel) stages.push({kernel: variableOf(kernel), rectifier: null});
    else if (stages.length && classes.has(layer.getClassName())) stages.at(-1)!.rectifier ??= layer;
  }
  return stages;
}

/** tf.js types it as protected, and gives optimizers no other way to it. */
const variableOf = (weight: unknown): Variable => (weight as {val: Variable}).val;

/** tf.js predicts 32 at a time unless told otherwise, and on a GPU it is launches that take long. */
const atOnce = (model: tf.LayersModel, x: tf.Tensor2D) => model.predict(x, {batchSize: x.shape[0]});

function gridPlaces(): Float32Array {
  const places = new Float32Array(2 * GRID * GRID);
  const at = (i: number) => ((i + 0.5) / GRID) * 2 * EXTENT - EXTENT;
  for (let i = 0; i < GRID * GRID; i++) places.set([at(i % GRID), -at(Math.floor(i / GRID))], 2 * i);
  return places;
}

async function read(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}

const describe =
  (start: Readonly<Record<string, number>>) =>
  ([name, values]: readonly [string, unknown]): string => {
    const list = Array.from(values as Float32Array);
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    const began = start[name] === undefined ? '' : `${short(start[name])} → `;
    return `${name} ${began}${short(mean)} (${short(Math.min(...list))} to ${short(Math.max(...list))})`;
  };

const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
