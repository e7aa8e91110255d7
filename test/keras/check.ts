// What holds for each fixture, on any backend; runs under Jest and in a page.
import type * as tfjs from '@tensorflow/tfjs';
import type {Rectifiers} from '../../src/index';

export type Tf = typeof tfjs;
type Rx = Rectifiers<Tf>;

/** A file of `fixtures`, whose generator says what is in it. */
export interface Fixture {
  readonly about: string;
  readonly model: {
    readonly modelTopology: object;
    readonly weightsManifest: {weights: tfjs.io.WeightsManifestEntry[]}[];
  };
  readonly weights: string;
  readonly inputs: readonly Values[];
  readonly outputs: readonly Values[];
}
interface Values {
  readonly dtype: 'float32' | 'int32';
  readonly shape: number[];
  readonly data: readonly number[];
}

/** A copy at each call, since loading may write into what it is given. */
export function artifactsOf({model, weights}: Pick<Fixture, 'model' | 'weights'>): tfjs.io.ModelArtifacts {
  const {weightsManifest, ...rest} = copyOf(model);
  const data = Uint8Array.from(atob(weights), letter => letter.charCodeAt(0));
  return {...rest, weightSpecs: weightsManifest.flatMap(group => group.weights), weightData: data.buffer};
}

/** As it is read from a file. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const handlerOf = (artifacts: tfjs.io.ModelArtifacts): tfjs.io.IOHandler => ({load: async () => artifacts});

/** Relative to max(1, |expected|): the largest difference between what the model predicts and what Keras did. */
export async function difference(tf: Tf, model: tfjs.LayersModel, {inputs, outputs}: Fixture): Promise<number> {
  const given = inputs.map(({data, shape, dtype}) => tf.tensor([...data], shape, dtype));
  const results = [model.predict(given)].flat();
  try {
    if (results.length !== outputs.length) throw new Error(`${results.length} outputs, Keras has ${outputs.length}`);
    let worst = 0;
    for (const [i, {data, shape}] of outputs.entries()) {
      if (String(results[i]!.shape) !== String(shape)) throw new Error(`output ${i} has shape ${results[i]!.shape}`);
      const got = await results[i]!.data();
      for (const [j, value] of data.entries()) {
        const off = Math.abs(got[j]! - value) / Math.max(1, Math.abs(value));
        worst = Math.max(worst, off <= Infinity ? off : Infinity);
      }
    }
    return worst;
  } finally {
    tf.dispose([given, results]);
  }
}

/** What the fixture `custom` needs: the user's layer in JavaScript, and the function. */
export function customObjects(tf: Tf, rx: Rx): Record<string, unknown> {
  class Tilted extends tf.layers.Layer {
    static readonly className = 'Tilted';
    readonly slope: number;
    declare shift: tfjs.LayerVariable;
    constructor(config: {slope: number}) {
      super(config as never);
      this.slope = config.slope;
    }
    override build(shape: tfjs.Shape) {
      this.shift = this.addWeight('shift', [shape.at(-1)!], 'float32', tf.initializers.zeros());
      super.build(shape);
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]) {
      return tf.tidy(() => {
        const x = [inputs].flat()[0]!;
        return tf.add(tf.maximum(x, tf.mul(x, this.slope)), this.shift.read());
      });
    }
    override getConfig() {
      return {...super.getConfig(), slope: this.slope};
    }
  }
  return {
    'my_pkg>Tilted': registered(tf, 'Tilted') ?? Tilted,
    'my_pkg>smooth_relu2': rx.activation('smoothRelu', {k: 2}),
    'my_pkg>cube': registered(tf, 'KerasCube') ? 'kerasCube' : cube(rx),
  };
}

const cube = (rx: Rx) => rx.define({name: 'kerasCube', className: 'KerasCube', fn: x => x.mul(x).mul(x)});

const registered = (tf: Tf, name: string): unknown =>
  (tf.serialization.SerializationMap.getMap() as unknown as {classNameMap: Record<string, [unknown]>}).classNameMap[
    name
  ]?.[0];

/** Loads it, predicts, saves and loads again by tf.js alone, and through rx as it is. */
export async function checkFixture(tf: Tf, rx: Rx, fixture: Fixture): Promise<void> {
  const objects = customObjects(tf, rx);
  let saved: tfjs.io.ModelArtifacts;
  const left = await tensorsLeft(tf, async () => {
    const model = await rx.loadLayersModel(handlerOf(artifactsOf(fixture)), {customObjects: objects});
    await expectSmall(tf, model, fixture, 'loaded');
    saved = await artifactsSaved(model);
    model.dispose();
  });
  const leftByTfjs = await tensorsLeft(tf, async () => {
    const {modelTopology, ...rest} = saved;
    const model = await tf.loadLayersModel(handlerOf({...rest, modelTopology: copyOf(modelTopology)!}));
    await expectSmall(tf, model, fixture, 'saved and loaded by tf.js');
    model.dispose();
  });
  const passed = await rx.io.keras(handlerOf(saved!)).load!();
  if (passed !== saved!) throw new Error('what tf.js saved did not pass through as it is');
  // tf.js itself leaves the weights of layers that are called twice, and the last states of recurrent ones.
  if (left > leftByTfjs) throw new Error(`${left} tensors left, by tf.js alone ${leftByTfjs}`);
}

async function tensorsLeft(tf: Tf, body: () => Promise<void>): Promise<number> {
  const before = tf.memory().numTensors;
  await body();
  return tf.memory().numTensors - before;
}

async function expectSmall(tf: Tf, model: tfjs.LayersModel, fixture: Fixture, what: string): Promise<void> {
  const off = await difference(tf, model, fixture);
  if (!(off < 1e-5)) throw new Error(`${what}, the model is off by ${off}`);
}

async function artifactsSaved(model: tfjs.LayersModel): Promise<tfjs.io.ModelArtifacts> {
  let saved: tfjs.io.ModelArtifacts | undefined;
  await model.save({
    save: async artifacts => {
      saved = artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    },
  });
  return {...saved!, modelTopology: copyOf(saved!.modelTopology)!};
}
