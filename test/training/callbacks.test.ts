// Stopping, restoring and learning rates, by fit and fitDataset: what Keras's rules give, worked out by hand.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {rectifiers, RectifierError} from '../../src/index';
import {training} from '../../src/training/index';
import {callbacks, clipGradients, createModel, fit, fitDataset, hush, say, schedules, weightsOf, Y} from './support';

let model: tf.Sequential;
beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  model = createModel();
});
afterEach(() => {
  jest.restoreAllMocks();
  model.dispose();
});

describe('earlyStopping', () => {
  // [options, what the epochs' loss is, epochs that are run, stoppedEpoch, bestEpoch, best]
  test.each([
    [{}, [3, 2, 2.5, 1], 3, 2, 1, 2],
    [{patience: 2}, [3, 2, 2.5, 1, 1, 1, 1], 6, 5, 3, 1],
    [{patience: 2, minDelta: 0.5}, [3, 2.8, 2.6, 1], 3, 2, 0, 3],
    [{patience: 2, minDelta: -0.5}, [3, 2.8, 2.6, 1], 3, 2, 0, 3],
    [{patience: 2, baseline: 1}, [3, 2.5, 2.2, 2.4, 0], 4, 3, 2, 2.2],
    [{patience: 2, baseline: 1}, [3, 0.5, 2.2, 2.4, 0], 4, 3, 1, 0.5],
    [{startFromEpoch: 2}, [1, 9, 8, 7, 7, 1], 5, 4, 3, 7],
    [{mode: 'max'}, [1, 2, 3, 3, 4], 4, 3, 2, 3],
    // The first epoch never stops, and NaN is never better.
    [{}, [NaN, NaN, 1], 2, 1, 0, Infinity],
    [{patience: 1}, [5, NaN, 3, NaN, NaN], 2, 1, 0, 5],
    [{patience: 9}, [5, 4, 3], 3, -1, 2, 3],
  ] as const)('%j, %j', async (options, losses, run, stoppedEpoch, bestEpoch, best) => {
    const stopping = callbacks.earlyStopping({monitor: 'loss', ...options});
    // Twice: the second time is as the first.
    for (let time = 0; time < 2; time++) {
      const {history} = await fit(model, {epochs: losses.length, callbacks: [say('loss', losses), stopping]});
      expect(history['loss']).toHaveLength(run);
      const {stoppedEpoch: stopped, bestEpoch: of, best: value} = stopping;
      expect([stopped, of, value]).toEqual([stoppedEpoch, bestEpoch, best]);
    }
  });

  test.each([
    ['fit', fit],
    ['fitDataset', fitDataset],
  ])('restores the weights of the best epoch, moving averages too; nothing leaks: %s', async (_name, run) => {
    model.dispose();
    model = createModel('sgd', {deep: true});
    await run(model);
    const seen: number[][][] = [];
    const watch = new tf.CustomCallback({onEpochEnd: async () => void seen.push(weightsOf(model))});
    const before = tf.memory().numTensors;
    for (const [losses, best] of [
      [[3, 1, 2, 2], 1],
      [[4, 3, 2, 1], 3],
    ] as const) {
      seen.length = 0;
      const stopping = callbacks.earlyStopping({monitor: 'loss', patience: 2, restoreBestWeights: true});
      await run(model, {epochs: 4, callbacks: [watch, say('loss', losses), stopping]});
      expect(weightsOf(model)).toEqual(seen[best]);
      expect(seen[3]).not.toEqual(seen[1]);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('after an exception in fit nothing of it is left', async () => {
    const bomb = () => {
      let epoch = 0;
      return new tf.CustomCallback({
        onEpochBegin: async index => void (epoch = index),
        onBatchBegin: async () => {
          if (epoch === 2) throw new Error('boom');
        },
      });
    };
    const left = async (...more: tf.CustomCallback[]) => {
      const before = tf.memory().numTensors;
      await expect(fit(model, {epochs: 4, callbacks: [...more, bomb()]})).rejects.toThrow('boom');
      return tf.memory().numTensors - before;
    };
    const ours = [
      callbacks.earlyStopping({monitor: 'loss', restoreBestWeights: true, patience: 9}),
      callbacks.terminateOnNaN(),
      callbacks.reduceLROnPlateau({monitor: 'loss'}),
      callbacks.learningRateScheduler(schedules.step({initialLearningRate: 0.01, decaySteps: 9, decayRate: 1})),
    ] as unknown as tf.CustomCallback[];
    // tf.js itself leaves a tensor behind.
    expect(await left(...ours)).toBe(await left());
    // And the next training is one as always.
    await fit(model, {epochs: 1, callbacks: ours});
  });

  test('finds what Keras calls val_accuracy, and knows its direction', async () => {
    model.compile({optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['accuracy']});
    const stopping = callbacks.earlyStopping({monitor: 'val_accuracy'});
    const run = {epochs: 3, validationSplit: 0.5, callbacks: [say('val_acc', [0.1, 0.4, 0.3]), stopping]};
    await fit(model, run);
    expect([stopping.best, stopping.bestEpoch]).toEqual([0.4, 1]);
  });

  test('says what it does if asked to', async () => {
    const said = hush('log');
    const options = {monitor: 'loss', verbose: 1, restoreBestWeights: true} as const;
    await fit(model, {epochs: 3, callbacks: [say('loss', [1, 2]), callbacks.earlyStopping(options)]});
    expect(said).toEqual(['Epoch 2: early stopping.', 'Epoch 1: the weights are restored.']);
  });
});

describe('terminateOnNaN', () => {
  test.each([
    ['fit', fit],
    ['fitDataset', fitDataset],
  ])('stops at the batch, %s', async (_name, run) => {
    const said = hush('warn');
    const stop = callbacks.terminateOnNaN();
    const y = [[1], [1], [NaN], [1]];
    await run(model, {epochs: 3, callbacks: [stop]}, y);
    expect([stop.stoppedEpoch, stop.stoppedBatch]).toEqual([0, 1]);
    expect(said).toEqual(['Epoch 1, batch 2: the loss is NaN; training stops.']);
    model.dispose();
    model = createModel();
    await run(model, {epochs: 2, callbacks: [stop]});
    expect([stop.stoppedEpoch, stop.stoppedBatch]).toEqual([-1, -1]);
  });

  test('others bear the epoch that was cut off, and the best weights come back', async () => {
    hush('warn');
    const seen: number[][][] = [];
    const stopping = callbacks.earlyStopping({restoreBestWeights: true});
    const spoil = new tf.CustomCallback({
      onEpochEnd: async epoch => {
        seen.push(weightsOf(model));
        if (epoch === 1) model.setWeights([tf.fill([2, 1], NaN), tf.zeros([1])]);
      },
    });
    const plateau = callbacks.reduceLROnPlateau();
    const list = [say('val_loss', [2, 1]), callbacks.terminateOnNaN({verbose: 0}), stopping, plateau, spoil];
    const {history} = await fit(model, {epochs: 5, batchSize: 1, callbacks: list, validationSplit: 0.5});
    expect(history['loss']).toHaveLength(3);
    expect(history['val_loss']).toHaveLength(2);
    expect(weightsOf(model)).toEqual(seen[1]);
  });
});

describe('reduceLROnPlateau', () => {
  // [options, losses, the rate in each epoch, which is set for the next one]
  test.each([
    [{patience: 2, factor: 0.5}, [3, 3, 3, 3, 3, 3], [1, 1, 1, 0.5, 0.5, 0.25]],
    [{patience: 1, factor: 0.5, cooldown: 2}, [3, 3, 3, 3, 3, 3], [1, 1, 0.5, 0.5, 0.25, 0.25]],
    [{patience: 1, factor: 0.5, minLr: 0.4}, [3, 3, 3, 3, 3], [1, 1, 0.5, 0.4, 0.4]],
    [{patience: 1, factor: 0.5, minDelta: 0.5}, [3, 2.6, 2.4, 2.3], [1, 1, 0.5, 0.5]],
    [{patience: 1, factor: 0.5, mode: 'max'}, [1, 2, 2, 3], [1, 1, 1, 0.5]],
  ] as const)('%j, %j', async (options, losses, rates) => {
    const plateau = callbacks.reduceLROnPlateau({monitor: 'loss', ...options});
    for (let time = 0; time < 2; time++) {
      model.compile({optimizer: tf.train.sgd(1), loss: 'meanSquaredError'});
      const {history} = await fit(model, {epochs: losses.length, callbacks: [say('loss', losses), plateau]});
      expect(history['learningRate']).toEqual(rates);
    }
  });
});

const OPTIMIZERS: [string, () => tf.Optimizer][] = [
  ['SGD', () => tf.train.sgd(0.1)],
  ['Momentum', () => tf.train.momentum(0.1, 0.9)],
  ['Adam', () => tf.train.adam(0.1)],
  ['Adamax', () => tf.train.adamax(0.1)],
  ['RMSProp', () => tf.train.rmsprop(0.1)],
  ['Adagrad', () => tf.train.adagrad(0.1)],
  ['Adadelta', () => tf.train.adadelta(0.1)],
  ['a clipped one', () => clipGradients(tf.train.momentum(0.1, 0.9), {globalNorm: 1})],
];

describe('learningRateScheduler', () => {
  test.each(OPTIMIZERS)('by step, each step of %s has the rate of the schedule', async (_name, build) => {
    // The same by hand, one step at a time.
    const schedule = schedules.exponential({initialLearningRate: 0.2, decaySteps: 2, decayRate: 0.25});
    const [byHand, optimizers] = [createModel(), [build(), build()]];
    model.compile({optimizer: optimizers[0]!, loss: 'meanSquaredError'});
    byHand.compile({optimizer: optimizers[1]!, loss: 'meanSquaredError'});
    const setRate = (rate: number) => {
      const optimizer = optimizers[1] as tf.SGDOptimizer & {learningRate: number};
      if ('setLearningRate' in optimizer) optimizer.setLearningRate(rate);
      else (optimizer as {learningRate: number}).learningRate = rate;
    };
    const rates: number[] = [];
    const note = new tf.CustomCallback({
      onBatchBegin: async () => void rates.push((optimizers[0] as unknown as {learningRate: number}).learningRate),
    });
    const before = tf.memory().numTensors;
    const epochs = 2;
    await fit(model, {epochs, callbacks: [callbacks.learningRateScheduler(schedule), note]});
    const slots = tf.memory().numTensors - before;
    // The count goes on in the next one.
    await fit(model, {epochs: 1, callbacks: [callbacks.learningRateScheduler(schedule), note]});
    expect(tf.memory().numTensors - before).toBe(slots);
    expect(rates).toEqual([0.2, 0.1, 0.05, 0.025, 0.0125, 0.00625]);
    let step = 0;
    const manual = new tf.CustomCallback({onBatchBegin: async () => setRate(rates[step++]!)});
    await fit(byHand, {epochs: 3, callbacks: [manual]});
    expect(weightsOf(model)).toEqual(weightsOf(byHand));
    byHand.dispose();
    optimizers.forEach(optimizer => optimizer.dispose());
  });

  test('by epoch: a function gets the epoch and the rate; the history has it', async () => {
    model.compile({optimizer: tf.train.adam(0.1), loss: 'meanSquaredError'});
    const calls: number[][] = [];
    const scheduler = callbacks.learningRateScheduler((epoch, rate) => {
      calls.push([epoch, rate]);
      return epoch < 4 ? rate : rate / 2;
    });
    const {history} = await fit(model, {epochs: 6, initialEpoch: 3, callbacks: [scheduler]});
    expect(calls).toEqual([[3, 0.1], [4, 0.1], [5, 0.05]]); // prettier-ignore
    expect(history['learningRate']).toEqual([0.1, 0.05, 0.025]);
  });

  test('a schedule can go by epoch too', async () => {
    const schedule = schedules.step({initialLearningRate: 1, decaySteps: 1, decayRate: 0.5});
    const said = hush('log');
    const scheduler = callbacks.learningRateScheduler(schedule, {by: 'epoch', verbose: 1});
    const {history} = await fitDataset(model, {epochs: 3, callbacks: [scheduler]});
    expect(history['learningRate']).toEqual([1, 0.5, 0.25]);
    expect(said.at(-1)).toBe('Epoch 3: the learning rate is 0.25.');
  });

  test('a rate that is none is an error', async () => {
    const run = (rate: number) => fit(model, {callbacks: [callbacks.learningRateScheduler(() => rate)]});
    await expect(run(NaN)).rejects.toThrow(/the rate for epoch 0 must be a finite number >= 0, but is NaN/);
    await expect(run(-1)).rejects.toThrow(RectifierError);
  });
});

test('with core and layers apart, and several of ours and of tf.js in a list', async () => {
  const host = {...tfc, ...tfl};
  const {callbacks: ours, schedules: rates, clipGradients: clip} = training(rectifiers(host));
  const optimizer = clip(tfc.train.adam(0.01), {norm: 1});
  const apart = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [2]})]});
  apart.compile({optimizer, loss: 'meanSquaredError'});
  const lines: string[] = [];
  const ends: number[] = [];
  const {history} = await fit(apart as unknown as tf.LayersModel, {
    epochs: 2,
    validationSplit: 0.25,
    callbacks: [
      ours.learningRateScheduler(rates.cosine({initialLearningRate: 0.01, decaySteps: 10})),
      tfl.callbacks.earlyStopping({patience: 9}),
      ours.earlyStopping({patience: 9, restoreBestWeights: true}),
      ours.terminateOnNaN(),
      ours.jsonLogger(line => lines.push(line)),
      new tfl.CustomCallback({onEpochEnd: async epoch => void ends.push(epoch)}),
    ],
  });
  expect(ends).toEqual([0, 1]);
  expect(lines.map(line => JSON.parse(line).val_loss)).toEqual(history['val_loss']);
  apart.dispose();
  optimizer.dispose();
});

describe('what is wrong is said', () => {
  test('at once', () => {
    const wrong: [() => unknown, RegExp][] = [
      [() => callbacks.earlyStopping({patience: 1.5}), /callbacks\.earlyStopping: patience must be a whole number from 0, but is 1\.5/],
      [() => callbacks.earlyStopping({monitor: 3} as never), /monitor must be the name of a loss or metric/],
      [() => callbacks.earlyStopping({mode: 'up'} as never), /mode must be 'auto' or 'min' or 'max', but is 'up'/],
      [() => callbacks.earlyStopping({restore_best_weights: true} as never), /Did you mean 'restoreBestWeights'/],
      [() => callbacks.reduceLROnPlateau({factor: 1}), /factor must be between 0 and 1, but is 1/],
      [() => callbacks.learningRateScheduler(0.1 as never), /schedule must be one of schedules, or a function of the epoch, but is 0\.1/],
      [() => callbacks.learningRateScheduler(() => 1, {by: 'batch'} as never), /by must be 'step' or 'epoch', but is 'batch'/],
      [() => callbacks.terminateOnNaN('loss' as never), /options must be an object, but is 'loss'\. Known: verbose/],
    ]; // prettier-ignore
    for (const [body, message] of wrong) {
      expect(body).toThrow(RectifierError);
      expect(body).toThrow(message);
    }
  });

  test('or before anything is trained', async () => {
    const before = weightsOf(model);
    const run = (...list: unknown[]) => fit(model, {epochs: 1, callbacks: list});
    await expect(run(callbacks.earlyStopping())).rejects.toThrow(
      /monitor must be what this training logs.*validationData.*but is 'val_loss'.*Known: loss/,
    );
    await expect(run(callbacks.reduceLROnPlateau({monitor: 'los'}))).rejects.toThrow(/Did you mean 'loss'/);
    // tf.js takes the functions out of it, and tells it no model.
    await expect(run({onEpochEnd: () => undefined}, callbacks.terminateOnNaN())).rejects.toThrow(/tf\.CustomCallback/);
    expect(weightsOf(model)).toEqual(before);
  });

  test('an optimizer without a rate', async () => {
    class Own extends tf.Optimizer {
      static className = 'Own';
      override applyGradients() {}
      override getConfig() {
        return {};
      }
    }
    model.compile({optimizer: new Own(), loss: 'meanSquaredError'});
    const scheduler = callbacks.learningRateScheduler(() => 1);
    await expect(fit(model, {callbacks: [scheduler]}, Y)).rejects.toThrow(
      /The optimizer Own: learningRate must be a number, but is undefined/,
    );
  });
});
