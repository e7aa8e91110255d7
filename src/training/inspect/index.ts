/** `inspect`: what the layers of a model do with data, and what is wrong. */

import type {Tensor, Tf} from '../../tf';
import {checkModel, pass, tensorsFor, type Loss, type Model, type Rx} from '../model';
import {host} from '../host';
import {anything, readOptions} from '../options';
import {adviceFor} from './advice';
import {measure} from './measure';
import {Inspection} from './report';
import {watchPass, type Keep, type Passed} from './watch';

export interface InspectOptions {
  readonly loss?: unknown;
}

const WHERE = 'inspect';

export const createInspect = (tf: Tf, rx: Rx) =>
  async function inspect(given: unknown, x: unknown, y?: unknown, options?: InspectOptions): Promise<Inspection> {
    const model = checkModel(given, WHERE);
    const {loss} = readOptions<InspectOptions>(WHERE, {loss: anything()}, options);
    // Everything that outlives a tidy is in this list, so that errors leave nothing behind either.
    const kept: Tensor[] = [];
    const keep: Keep = tensor => {
      kept.push(tf.keep(tensor));
      return tensor;
    };
    try {
      let passed!: Passed;
      let examples = 0;
      // Nothing is returned: tidy would look for tensors in all of the model.
      tf.tidy(() => {
        const inputs = tensorsFor(tf, x, model.inputs, 'x', WHERE);
        examples = inputs[0]!.shape[0]!;
        const isGraded = y !== undefined && y !== null;
        const target = isGraded && {y: tensorsFor(tf, y, model.outputs, 'y', WHERE), losses: lossesOf(model, loss)};
        passed = pass(tf, WHERE, lend => watchPass(tf, rx, model, inputs, target, keep, lend));
      });
      const {layers, loss: total} = await measure(tf, passed, keep);
      const advice = adviceFor(layers, examples, total !== null);
      return new Inspection({examples, loss: total, layers: layers.map(({row}) => row), advice});
    } finally {
      tf.dispose(kept);
    }
  };

function lossesOf(model: Model, given: unknown): readonly Loss[] {
  const compiled = (model.model ?? model).lossFunctions;
  const losses = given ? model.outputs.map((_, i) => (Array.isArray(given) ? given[i] : given) as Loss) : compiled;
  if (losses?.length && losses.every(each => typeof each === 'function')) return losses;
  return host.refuse(
    WHERE,
    'loss',
    given,
    'compiled, or a function such as tf.losses.meanSquaredError, or a list of them',
  );
}
