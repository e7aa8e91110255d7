/** What the rectifier layers of a model have learnt: their parameters, and each channel's curve. In Node and in a page. */

/** More curves than these cannot be told apart, and cost time to draw. */
const MOST_CURVES = 256;

/** `[{name, op, values: {k: Float32Array, ...}, start: {k: 3, ...}}]`, a rectifier layer each; `start` from its config. */
export async function parametersOf(rx, model) {
  const byClass = new Map(
    [...rx.functions.values()].flatMap(info => (info.kind === 'pointwise' ? [[info.className, info]] : [])),
  );
  const layers = model.layers.filter(layer => byClass.has(layer.getClassName()));
  return Promise.all(
    layers.map(async layer => {
      const info = byClass.get(layer.getClassName());
      const config = layer.getConfig();
      const names = Object.keys(info.params);
      // tf.js gives weights in the order of building, which is that of the config.
      const learnt = await Promise.all(layer.getWeights().map(async weight => (await weight.data()).slice()));
      const values = Object.fromEntries(learnt.map((list, i) => [config.learnable[i], list]));
      const start = Object.fromEntries(
        names.filter(name => !(name in values) || !config[`${name}Initializer`]).map(name => [name, config[name]]),
      );
      return {name: layer.name, op: info.name, values, start};
    }),
  );
}

/** The curves of a layer at `xs`: `{start: number[] | null, learnt: number[][]}`, by the op itself. */
export async function curvesOf(tf, rx, xs, {op, values, start}) {
  const channels = Math.min(MOST_CURVES, Math.max(...Object.values(values).map(list => list.length), 0));
  const fixed = Object.fromEntries(Object.entries(start).filter(([name]) => !(name in values)));
  // A curve a row: one op draws them all.
  const curves = (parameters, count) =>
    readAndDispose(
      tf.tidy(() => {
        const columns = Object.entries(parameters).map(([name, list]) => [name, tf.tensor2d(list, [count, 1])]);
        return rx[op](tf.tile(tf.tensor2d([xs]), [count, 1]), {...fixed, ...Object.fromEntries(columns)});
      }),
    );
  const known = Object.keys(values).every(name => name in start);
  const first = Object.fromEntries(Object.keys(values).map(name => [name, [start[name]]]));
  const learnt = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.slice(0, channels)]));
  return {start: known ? (await curves(first, 1))[0] : null, learnt: channels ? await curves(learnt, channels) : []};
}

async function readAndDispose(tensor) {
  try {
    return await tensor.array();
  } finally {
    tensor.dispose();
  }
}
