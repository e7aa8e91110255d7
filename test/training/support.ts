/** A small training whose logs are what a test says. */
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import {training} from '../../src/training/index';

export const rx = rectifiers(tf);
export const {callbacks, schedules, clipGradients} = training(rx);

export const X = [[1, 2], [-1, 0.5], [3, -2], [0.25, -1]]; // prettier-ignore
export const Y = [[5], [-3], [2], [1]];

/** `deep` has weights that are not trained too. */
export function createModel(optimizer: tf.Optimizer | string = 'sgd', {deep = false} = {}): tf.Sequential {
  const init = (seed: number) => ({kernelInitializer: tf.initializers.glorotUniform({seed})});
  const first = tf.layers.dense({units: deep ? 3 : 1, inputShape: [2], ...init(1)});
  const more = [rx.layers.prelu({alpha: 0.1}), tf.layers.batchNormalization(), tf.layers.dense({units: 1, ...init(2)})];
  const model = tf.sequential({layers: deep ? [first, ...more] : [first]});
  model.compile({optimizer, loss: 'meanSquaredError'});
  return model;
}

type Fit = Omit<tf.ModelFitArgs, 'callbacks'> & {readonly callbacks?: readonly tf.CustomCallback[]};

/** Two batches an epoch; no tensor may be left over but what the optimizer keeps. */
export async function fit(model: tf.LayersModel, args: object = {}, y: number[][] = Y): Promise<tf.History> {
  const [xs, ys] = [tf.tensor2d(X), tf.tensor2d(y)];
  try {
    return await model.fit(xs, ys, {batchSize: 2, shuffle: false, verbose: 0, ...(args as Fit)} as tf.ModelFitArgs);
  } finally {
    tf.dispose([xs, ys]);
  }
}

/** The same by fitDataset. */
export async function fitDataset(model: tf.LayersModel, args: object = {}, y: number[][] = Y): Promise<tf.History> {
  const iterator = async () => {
    let at = 0;
    return {
      next: async () => {
        if (at >= X.length) return {value: null, done: true};
        const value = {xs: tf.tensor2d(X.slice(at, at + 2)), ys: tf.tensor2d(y.slice(at, at + 2))};
        at += 2;
        return {value, done: false};
      },
    };
  };
  return model.fitDataset({iterator} as never, {verbose: 0, epochs: 1, ...args});
}

/** Comes before the others in the list, and makes the epochs' logs those of the test. */
export const say = (name: string, values: readonly number[]) =>
  new tf.CustomCallback({
    onEpochEnd: async (epoch, logs) => {
      if (epoch < values.length) logs![name] = values[epoch]!;
    },
  });

export const weightsOf = (model: tf.LayersModel): number[][] =>
  model.getWeights().map(weight => [...weight.dataSync()]);

/** What was said on the console, and nothing is shown. */
export function hush(...kinds: ('log' | 'warn')[]): string[] {
  const said: string[] = [];
  for (const kind of kinds) jest.spyOn(console, kind).mockImplementation((...words) => void said.push(words.join(' ')));
  return said;
}
