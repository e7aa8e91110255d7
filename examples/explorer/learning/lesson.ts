/** The nets that learn side by side: made, trained in turns, saved and loaded. */

import {artifactsOf} from '../../common/start.mjs';
import {filesOf, fromFiles, savedInBrowser} from '../../common/store.mjs';
import type {Frame, Measured, NetChoice, NetState, Pictures, Structure, Worker} from '../messages';
import {tf} from '../tf';
import {points} from './data';
import {buildNet, checkNet} from './net';
import {createTrainee, type Batch, type Trainee} from './trainee';

const IN_BROWSER = 'indexeddb://tfjs-rectifiers-explorer';
/** Steps between two measurements. */
const STRIDE = 5;
/** Milliseconds between two pictures, at least. */
const PAUSE = 120;

/** `tell` the page of training. */
export function createLesson(tell: (frame: Frame) => void) {
  let trainees: Trainee[] = [];
  let structure: Structure | null = null;
  let stopped = false;
  let training = false;
  /** When the page is ready for the next pictures. */
  let rested = 0;

  /** Nothing is changed while nets are trained. */
  const idle =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (training) throw new Error('The nets are being trained: stop that first.');
      return work(...args);
    };

  /** Tensors of the points, for as long as `work` takes. */
  async function withBatch<R>(work: (batch: Batch) => Promise<R>): Promise<R> {
    if (!structure) throw new Error('There are no nets yet: set them up first.');
    const {places, labels} = points(structure.data, structure.noise);
    const x = tf.tensor2d(places, [labels.length, 2]);
    const sign = tf.tensor2d(
      Float32Array.from(labels, label => 1 - 2 * label),
      [labels.length, 1],
    );
    try {
      return await work({x, sign});
    } finally {
      tf.dispose([x, sign]);
    }
  }

  const look = () =>
    withBatch(async batch => {
      const states: NetState[] = [];
      for (const trainee of trainees) states.push(await trainee.state(batch));
      return states;
    });

  function dispose() {
    for (const trainee of trainees) trainee.dispose();
    trainees = [];
  }

  async function setUp(wanted: Structure, nets: readonly NetChoice[]) {
    const next: Trainee[] = [];
    try {
      for (const net of nets) next.push(createTrainee(buildNet(net, wanted)));
    } catch (error) {
      for (const trainee of next) trainee.dispose();
      throw error;
    }
    dispose();
    [structure, trainees] = [wanted, next];
    return {points: points(wanted.data, wanted.noise), nets: await look()};
  }

  /** Where the backend changes: models go there in their saved form. Optimizers begin anew. */
  async function moved(change: (load: () => Promise<void>) => Promise<string>): Promise<string> {
    const artifacts: tf.io.ModelArtifacts[] = [];
    for (const {model} of trainees) artifacts.push(await artifactsOf(tf, model));
    return change(async () => {
      const models = [];
      for (const each of artifacts) models.push(await tf.loadLayersModel(tf.io.fromMemory(each)));
      dispose();
      trainees = models.map(createTrainee);
    });
  }

  async function train({steps, rate}: Parameters<Worker['train']>[0]): Promise<ReturnType<Worker['train']>> {
    [training, stopped, rested] = [true, false, 0];
    const lost = new Map<Trainee, string>();
    let done = 0;
    let waiting: Measured[][] = trainees.map(() => []);
    /** What each net that is not lost measures. */
    async function measured(by: (trainee: Trainee) => Promise<Measured>): Promise<void> {
      for (const [i, trainee] of trainees.entries()) {
        if (lost.has(trainee)) continue;
        try {
          waiting[i]!.push(await by(trainee));
        } catch (error) {
          lost.set(trainee, `Net ${i + 1} is lost: ${(error as Error).message}. Try a smaller learning rate.`);
        }
      }
    }
    async function show(): Promise<void> {
      rested = Infinity;
      const pictures: Pictures[] = [];
      for (const trainee of trainees) pictures.push(await trainee.pictures());
      tell({event: 'frame', done, nets: waiting.map((all, i) => ({measured: all, pictures: pictures[i]!}))});
      waiting = trainees.map(() => []);
    }
    try {
      await withBatch(async batch => {
        while (done < steps && !stopped) {
          const count = Math.min(STRIDE, steps - done);
          await measured(trainee => trainee.advance(batch, count, rate));
          done += count;
          if (performance.now() > rested) await show();
          // Lets messages in.
          await new Promise(resolve => setTimeout(resolve));
        }
        await measured(trainee => trainee.measure(batch));
        await show();
      });
    } finally {
      training = false;
    }
    return {done, stopped: done < steps, lost: [...lost.values()]};
  }

  async function replace(index: number, loading: Promise<tf.LayersModel>): Promise<NetState> {
    const model = await loading;
    let next: Trainee;
    try {
      checkNet(model);
      next = createTrainee(model);
    } catch (error) {
      model.dispose();
      throw error;
    }
    const state = await withBatch(batch => next.state(batch)).catch(error => {
      next.dispose();
      throw error;
    });
    trainees[index]!.dispose();
    trainees[index] = next;
    return state;
  }

  return {
    answers: {
      stop: () => void (stopped = true),
      // Where pictures take long to draw, there are fewer of them, and the page answers in between.
      drawn: (milliseconds: number) => void (rested = performance.now() + Math.max(PAUSE, 2 * milliseconds)),
      saved: () => savedInBrowser(tf, IN_BROWSER),
      train: idle(train),
    },
    queued: {
      setUp: idle(setUp),
      look: idle(look),
      saveInBrowser: idle(async (net: number) => void (await trainees[net]!.model.save(IN_BROWSER))),
      loadFromBrowser: idle((net: number) => replace(net, tf.loadLayersModel(IN_BROWSER))),
      files: idle((net: number) => filesOf(tf, trainees[net]!.model)),
      loadFiles: idle((net: number, files: readonly File[]) => replace(net, fromFiles(tf, files))),
    },
    moved: idle(moved),
  };
}
