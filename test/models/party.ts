// What every lane does in the matrix of saved and loaded models, the same in Node and in a page.
import type {Rectifiers} from '../../src/index';
import type {Tf} from '../conformance/lane';
import {buildModel, compile, describeModel, loadFromText, saveAsText, train, type Description} from './model';

type Model = ReturnType<Tf['model']>;

export interface Saved {
  /** The artifacts, with the optimizer's state, as text. */
  readonly text: string;
  readonly description: Description;
  /** The model after two more steps on the lane that saved it. */
  readonly further: Description;
}

/** Plain data in and out, so that a lane may be in another process. */
export interface Party {
  readonly save: () => Promise<Saved>;
  readonly load: (text: string) => Promise<Description>;
  /** Loads with the optimizer's state, and goes on training for two steps. */
  readonly resume: (text: string) => Promise<Description>;
  /** Through model.toJSON and tf.models.modelFromJSON; weights by setWeights. */
  readonly throughJson: () => Promise<[before: Description, after: Description]>;
  /** Saves what `save` gave to a URL of a store, with the optimizer's state and metadata, and tells what was saved. */
  readonly saveTo: (url: string) => Promise<Description>;
  readonly loadFrom: (url: string) => Promise<Description>;
}

export function createParty(
  tf: Tf,
  rx: Rectifiers<Tf>,
): Party & {
  readonly loadSource: (source: Parameters<Tf['loadLayersModel']>[0]) => Promise<Description>;
} {
  /** Describes a model and disposes it, its optimizer too. */
  const finish = async (model: Model): Promise<Description> => {
    const description = await describeModel(tf, model);
    (model.optimizer as {dispose?: () => void} | undefined)?.dispose?.();
    model.dispose();
    return description;
  };

  /** Training a model anew for each store would take longest. */
  let trained: string | undefined;

  return {
    async save() {
      const model = buildModel(tf, rx);
      compile(tf, model);
      await train(tf, model, 2);
      const text = (trained = await saveAsText(model, true));
      const description = await describeModel(tf, model);
      await train(tf, model, 2);
      return {text, description, further: await finish(model)};
    },
    load: async text => finish(await loadFromText(tf, text)),
    async resume(text) {
      const model = await loadFromText(tf, text);
      await train(tf, model, 2);
      return finish(model);
    },
    async throughJson() {
      const model = buildModel(tf, rx);
      const again = (await tf.models.modelFromJSON(JSON.parse(model.toJSON() as string))) as Model;
      again.setWeights(model.getWeights());
      return [await finish(model), await finish(again)];
    },
    async saveTo(url) {
      if (trained === undefined) throw new Error('nothing was saved yet');
      const model = await loadFromText(tf, trained);
      model.setUserDefinedMetadata({purpose: 'größe', list: [1, 2.5, null]});
      await model.save(url, {includeOptimizer: true});
      return finish(model);
    },
    loadFrom: async url => finish((await tf.loadLayersModel(url)) as Model),
    loadSource: async source => finish((await tf.loadLayersModel(source)) as Model),
  };
}
