// In the page: clipping and callbacks on the lane's backend, with the built package and the browser's own stores.
import type {LayersModel, Scalar} from '@tensorflow/tfjs';
import type {ClipOptions, Training} from '../../src/training/index';
import type {Tf} from '../conformance/lane';
import type {BrowserLane} from '../browser/lanes';
import {start} from '../browser/start';

declare global {
  var companions: {open: typeof open; clip: typeof clip; train: typeof train; checkpoint: typeof checkpoint};
}

let ours: Training<Tf>;

async function open(lane: BrowserLane): Promise<void> {
  const rx = await start(lane);
  const entry = '/dist/training.js';
  ours = ((await import(entry)) as {training: (from: typeof rx) => Training<Tf>}).training(rx);
}

/** What SGD with rate 1 subtracts, as text since NaN is no JSON; and the norm. */
async function clip(gradients: number[][], options: ClipOptions): Promise<[string[][], string]> {
  const optimizer = ours.clipGradients(tf.train.sgd(1), options);
  const variables = gradients.map(gradient => tf.variable(tf.zeros([gradient.length])));
  const loss = () => tf.addN(variables.map((variable, i) => tf.sum(tf.mul(variable, gradients[i]!))));
  optimizer.minimize(loss as () => Scalar, false, variables);
  const after = await Promise.all(variables.map(variable => variable.data()));
  const text = (value: number) => String(Math.round((0 - value) * 1e5) / 1e5 + 0);
  const norm = await optimizer.gradientNorm();
  return [after.map(values => [...values].map(text)), `${Math.round(norm! * 1e4) / 1e4} ${optimizer.skippedSteps}`];
}

const model = (units = 1) => {
  const made = tf.sequential({
    layers: [tf.layers.dense({units, inputShape: [2], kernelInitializer: 'ones', biasInitializer: 'zeros'})],
  });
  made.compile({optimizer: ours.clipGradients('adam', {globalNorm: 1}), loss: 'meanSquaredError'});
  return made;
};
const fit = (made: LayersModel, units: number, callbacks: unknown[], epochs = 4) =>
  made.fit(tf.ones([4, 2]), tf.zeros([4, units]), {epochs, verbose: 0, callbacks: callbacks as never});
const weightsOf = async (made: LayersModel) =>
  (await Promise.all(made.getWeights().map(weight => weight.data()))).map(values => [...values]);

/** Weights that were the best, and that came back; rates; tensors that one more training leaves behind. */
async function train() {
  const made = model();
  const {callbacks, schedules} = ours;
  let best: number[][] = [];
  const stopping = callbacks.earlyStopping({monitor: 'loss', restoreBestWeights: true, patience: 9});
  const list = [
    new tf.CustomCallback({
      onEpochEnd: async (epoch, logs) => {
        logs!['loss'] = Math.abs(epoch - 1);
        if (epoch === 1) best = await weightsOf(made);
      },
    }),
    stopping,
    callbacks.terminateOnNaN(),
    callbacks.learningRateScheduler(schedules.step({initialLearningRate: 0.5, decaySteps: 2, decayRate: 0.5})),
  ];
  await fit(made, 1, list);
  const [restored, expected] = [await weightsOf(made), best];
  const before = tf.memory().numTensors;
  const {history} = await fit(made, 1, list);
  // The training data of the second call.
  const leaked = tf.memory().numTensors - before - 2;
  return {expected, restored, leaked, rates: history['learningRate'], bestEpoch: stopping.bestEpoch};
}

/** In the browser's own stores: one of them too small for the second model. */
async function checkpoint() {
  const {callbacks} = ours;
  const small = model();
  const indexed = callbacks.modelCheckpoint('indexeddb://m-{epoch}');
  await fit(small, 1, [indexed, callbacks.modelCheckpoint('localstorage://m')], 1);
  const kept = await weightsOf(small);
  // 8 MB, of which localStorage takes 5.
  const large = model(2 ** 19);
  const failing = callbacks.modelCheckpoint('localstorage://m');
  await fit(large, 2 ** 19, [failing], 1);
  const weights = async (url: string) => weightsOf(await tf.loadLayersModel(url));
  return {
    kept,
    errors: [...indexed.errors, ...failing.errors].map(String),
    stored: [await weights('indexeddb://m-1'), await weights('localstorage://m')],
  };
}

globalThis.companions = {open, clip, train, checkpoint};
