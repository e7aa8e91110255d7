// What each app does: one small job with everything that may break on the way from the package to where it runs.
import type {Rectifiers} from '../../src/index';
import type {Tensor, Tf} from '../conformance/lane';

type Model = ReturnType<Tf['sequential']>;
type Artifacts = Parameters<Tf['io']['fromMemory']>[0];

/** Plain data, so that it can leave a process or a page. */
export interface Report {
  readonly version: string;
  readonly op: number[];
  /** By x, by k, and the second derivative by x. */
  readonly gradients: number[][];
  readonly defined: number[];
  readonly before: number[];
  readonly trained: number[];
  readonly loaded: number[];
  /** What the loaded model is saved as: class names must be what the source says, whatever a minifier made of it. */
  readonly topology: unknown;
  readonly weights: number[][];
  /** A wrong parameter, as the app is told of it. */
  readonly error: string;
  readonly leaked: number;
}

/** Nothing of tf.js is called as a method of a tensor: core + layers has none. */
export async function job(tf: Tf, rx: Rectifiers<Tf>): Promise<Report> {
  const tensors = tf.memory().numTensors;
  const read = async (make: () => Tensor) => {
    const result = tf.tidy(make);
    const values = Array.from(await result.data());
    result.dispose();
    return values;
  };
  const points = [-2, -0.5, 0, 0.25, 3];
  const atPoints = (f: (x: Tensor) => Tensor) => read(() => f(tf.tensor1d(points)));
  const smooth = (x: Tensor) => rx.smoothRelu(x, {k: 2});
  const bump = rx.define({
    name: 'gaussianBump',
    className: 'GaussianBump',
    params: {width: {default: 1, min: 1e-3}},
    fn: (x, {width}) => x.div(width).square().neg().exp().mul(x),
  });

  const op = await atPoints(smooth);
  const gradients = [
    await atPoints(x => tf.grad(smooth)(x)),
    await atPoints(x => tf.grad(k => rx.smoothRelu(x, {k}))(tf.scalar(2))),
    await atPoints(x => tf.grad(y => tf.grad(smooth)(y))(x)),
  ];
  const defined = await atPoints(x => bump(x, {width: 2}));

  const model = build(tf, rx, bump.layer({width: 0.5, learnable: true, name: 'bump'}) as never);
  const predict = (of: Model) => read(() => of.predict(tf.tensor2d(samples(12), [4, 3])) as Tensor);
  const before = await predict(model);
  await train(tf, model);
  const trained = await predict(model);
  const again = await copy(tf, model);
  const report: Report = {
    version: rx.version,
    op,
    gradients,
    defined,
    before,
    trained,
    loaded: await predict(again),
    topology: again.toJSON(null, false),
    weights: await Promise.all(again.getWeights().map(async weight => Array.from(await weight.data()))),
    error: messageOf(() => rx.layers.prelu({alpa: 1} as never)),
    leaked: 0,
  };
  model.dispose();
  again.dispose();
  return {...report, leaked: tf.memory().numTensors - tensors};
}

/** The way of activations: as string, with parameters, and as layers that learn. */
function build(tf: Tf, rx: Rectifiers<Tf>, bump: never): Model {
  const model = tf.sequential({name: 'app'});
  model.add(
    tf.layers.dense({units: 4, inputShape: [3], activation: rx.activation('smoothRelu', {k: 3}), name: 'first'}),
  );
  model.add(
    rx.layers.prelu({alphaConstraint: rx.constraints.clamp({minValue: 0.1}), alphaRegularizer: 'l2', name: 'prelu'}),
  );
  model.add(bump);
  model.add(tf.layers.dense({units: 4, activation: 'squareplus' as never, name: 'second'}));
  model.add(rx.layers.elu({learnable: true, name: 'elu'}));
  model.add(tf.layers.dense({units: 1, name: 'last'}));
  tf.tidy(() => model.setWeights(model.getWeights().map((w, i) => tf.tensor(samples(w.size, i), w.shape))));
  return model;
}

async function train(tf: Tf, model: Model): Promise<void> {
  const optimizer = tf.train.sgd(0.05);
  model.compile({optimizer, loss: 'meanSquaredError'});
  const [x, y] = [tf.tensor2d(samples(24), [8, 3]), tf.tensor2d(samples(8, 5), [8, 1])];
  await model.fit(x, y, {epochs: 2, batchSize: 4, shuffle: false, verbose: 0, yieldEvery: 'never'});
  tf.dispose([x, y]);
  optimizer.dispose();
}

/** Saved and loaded, in memory and through JSON. */
async function copy(tf: Tf, model: Model): Promise<Model> {
  let saved: Artifacts | undefined;
  await model.save({
    save: async artifacts => {
      const modelTopology: unknown = JSON.parse(JSON.stringify(artifacts.modelTopology));
      saved = {...artifacts, modelTopology} as Artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  return (await tf.loadLayersModel(tf.io.fromMemory(saved!))) as Model;
}

const samples = (size: number, seed = 0) => Float32Array.from({length: size}, (_, i) => Math.sin(1.7 * i + seed + 0.3));

function messageOf(body: () => unknown): string {
  try {
    body();
    return 'nothing was thrown';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}
