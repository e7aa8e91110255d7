/** `inspect`: what the layers of a model do with data, and what is wrong. */

import {RectifierError, show} from '../../errors';
import type {Tensor, Tf} from '../../tf';
import {checkModel, checkOptions, tensorsFor, type Loss, type Model, type Rx} from '../model';
import {adviceFor} from './advice';
import {measure} from './measure';
import {Inspection} from './report';
import {pass, type Keep} from './watch';

export interface Options {
  readonly loss?: unknown;
}

/** How little of a gradient may pass an activation before the place counts as flat. */
const THRESHOLD = 1e-3;

export const createInspect = (tf: Tf, rx: Rx) =>
  async function inspect(given: unknown, x: unknown, y?: unknown, options: Options = {}): Promise<Inspection> {
    const model = checkModel(given, 'inspect');
    checkOptions(options, ['loss'], 'inspect');
    // Everything that outlives a tidy is in this list, so that errors leave nothing behind either.
    const kept: Tensor[] = [];
    const keep: Keep = tensor => {
      kept.push(tf.keep(tensor));
      return tensor;
    };
    try {
      let passed!: ReturnType<typeof pass>;
      let examples = 0;
      // Nothing is returned: tidy would look for tensors in all of the model.
      tf.tidy(() => {
        const inputs = tensorsFor(tf, x, named(model.inputs), 'x', 'inspect');
        const {size, shape} = inputs[0]!;
        if (!size) throw new RectifierError('inspect: x has no examples in it.');
        examples = shape[0]!;
        const graded = y !== undefined && y !== null;
        const names = named(model.outputs).map(({name}) => ({name}));
        const target = graded
          ? {y: tensorsFor(tf, y, names, 'y', 'inspect'), losses: lossesOf(model, options.loss)}
          : null;
        passed = run(tf, rx, model, inputs, target, keep);
      });
      const {layers, loss} = await measure(tf, passed, THRESHOLD, keep);
      return new Inspection(
        examples,
        loss,
        layers.map(({row}) => row),
        adviceFor(layers, examples),
      );
    } finally {
      tf.dispose(kept);
    }
  };

const named = (symbols: Model['inputs']) => symbols.map(({sourceLayer, shape}) => ({name: sourceLayer.name, shape}));

function run(...args: Parameters<typeof pass>): ReturnType<typeof pass> {
  try {
    return pass(...args);
  } catch (error) {
    const [tf, , , , target] = args;
    const {message} = error as Error;
    const wasm = target && tf.getBackend() === 'wasm' ? ' Convolutions train on wasm after enableWasmTraining().' : '';
    throw new RectifierError(`inspect: the ${target ? 'passes' : 'pass'} through the model failed: ${message}${wasm}`, {
      cause: error,
    });
  }
}

function lossesOf(model: Model, given: unknown): readonly Loss[] {
  const compiled = (model.model ?? model).lossFunctions;
  const losses = given ? model.outputs.map((_, i) => (Array.isArray(given) ? given[i] : given) as Loss) : compiled;
  if (losses?.length && losses.every(each => typeof each === 'function')) return losses;
  throw new RectifierError(
    `inspect: y needs a loss. Compile the model, or give loss: (yTrue, yPred) => tensor, such as ` +
      `tf.losses.meanSquaredError, or a list with one an output; it is ${show(given)}.`,
  );
}
