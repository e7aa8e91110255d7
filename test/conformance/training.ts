// rrelu in training: slopes that are drawn, as an op and in a layer that is trained.
import {close, equal, ok, throws} from '../support/assert';
import {scoped, within, withoutLeaks, type Check, type Lane, type Tensor} from './lane';

export function trainingChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: () => Promise<void>) =>
    checks.push({name, run: () => withoutLeaks(tf, () => scoped(tf, run))});
  /** In half precision a slope is one of few numbers. */
  const tolerance = within(lane, 1e-6);
  const minusOnes = (size = 2000) => tf.fill([size], -1, 'float32');
  const slopes = async (y: Tensor) => Array.from(await y.data(), v => -v);
  const differ = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).some((v, i) => v !== b[i]);
  const trained = {training: true} as never;

  check('rrelu in training: slopes are uniform in their range, one an element', async () => {
    const range = {lower: 0.25, upper: 0.75};
    const drawn = await slopes(rx.rrelu(minusOnes(), {...range, training: true, seed: 1}));
    ok(
      drawn.every(slope => slope >= 0.25 && slope <= 0.75),
      `a slope is outside: ${drawn.find(slope => !(slope >= 0.25 && slope <= 0.75))}`,
    );
    const mean = drawn.reduce((sum, slope) => sum + slope, 0) / drawn.length;
    const variance = drawn.reduce((sum, slope) => sum + (slope - mean) ** 2, 0) / drawn.length;
    // Within four standard errors.
    close([mean, variance], [0.5, 0.5 ** 2 / 12], 0.013);
    for (let bin = 0; bin < 10; bin++) {
      const count = drawn.filter(slope => Math.floor((slope - 0.25) * 20) === bin).length;
      ok(count > 140 && count < 260, `${count} of 2000 slopes are in the tenth ${bin} of the range`);
    }
    const positive = tf.tensor1d([0, 0.5, 3, Infinity]);
    if (!lane.half) close(await rx.rrelu(positive, {training: true}).data(), [0, 0.5, 3, Infinity], 0);
    const edges = await rx.rrelu(tf.tensor1d([NaN, -2, NaN]), {training: true}).data();
    equal(Array.from(edges, Number.isNaN), [true, false, true]);
    close(await rx.rrelu(minusOnes(3), {lower: 0.5, upper: 0.5, training: true}).data(), [-0.5, -0.5, -0.5], 0);
    equal(rx.rrelu(tf.zeros([2, 0]), {training: true}).shape, [2, 0]);
  });

  check('rrelu in training: a seed gives the same slopes each time, on every backend, and none others', async () => {
    const draw = (seed?: number | null) => slopes(rx.rrelu(minusOnes(5), {lower: 0, upper: 1, training: true, seed}));
    const first = await draw(7);
    close(first, SEED_7, tolerance);
    close(await draw(7), first, 0);
    ok(differ(await draw(8), first), 'another seed draws the same');
    ok(differ(await draw(null), await draw(null)), 'without a seed every call draws the same');
    const still = {lower: 0.25, upper: 0.75, seed: 7};
    close(await rx.rrelu(minusOnes(2), still).data(), [-0.5, -0.5], 0);
    close(await rx.rrelu(minusOnes(2), {...still, training: false}).data(), [-0.5, -0.5], 0);
  });

  check('rrelu in training: gradients in x, lower and upper are those of the slopes drawn', async () => {
    const x = tf.tensor2d([-1, 2, -3, -0.5, 0, -2], [2, 3]);
    const u = await slopes(rx.rrelu(tf.fill([2, 3], -1, 'float32'), {lower: 0, upper: 1, training: true, seed: 3}));
    const at = (v: Tensor, lower: Tensor | number, upper: Tensor | number) =>
      rx.rrelu(v, {lower, upper, training: true, seed: 3});
    const [low, high] = [0.25, 1.5];
    const values = Array.from(await x.data());
    const below = values.map(v => v <= 0);
    const expected = u.map((each, i) => (below[i] ? low + each * (high - low) : 1));
    close(
      await at(x, low, high).data(),
      expected.map((slope, i) => slope * values[i]!),
      2 * tolerance,
      'value',
    );
    close(
      await tf
        .grad(v => at(v as Tensor, low, high))(x)
        .data(),
      expected,
      2 * tolerance,
      'dx',
    );
    // Parameters that are one value a channel get sums, and with the others' gradients in one call the same ones.
    const lower = tf.fill([3], low, 'float32');
    const upper = tf.fill([3], high, 'float32');
    const channel = (row: readonly number[]) => [0, 1, 2].map(i => row[i]! + row[i + 3]!);
    const share = values.map((v, i) => (below[i] ? v : 0));
    const dLower = channel(share.map((v, i) => v * (1 - u[i]!)));
    const dUpper = channel(share.map((v, i) => v * u[i]!));
    const all = tf.grads(((v: Tensor, a: Tensor, b: Tensor) => at(v, a, b)) as never)([x, lower, upper]);
    close(await all[0]!.data(), expected, 2 * tolerance, 'dx of all');
    close(await all[1]!.data(), dLower, 4 * tolerance, 'dlower');
    close(await all[2]!.data(), dUpper, 4 * tolerance, 'dupper');
    const mixed = tf.grad(b => tf.grad(v => at(v as Tensor, lower, b as Tensor))(x))(upper);
    close(await mixed.data(), channel(u.map((each, i) => (below[i] ? each : 0))), 4 * tolerance, 'dx dupper');
  });

  check('rrelu as a layer: draws anew in every call, with a seed in the same order', async () => {
    const sequence = async (config: object, calls = 3) => {
      const layer = rx.layers.rrelu({lower: 0, upper: 1, ...config});
      const drawn: number[][] = [];
      for (let i = 0; i < calls; i++) drawn.push(await slopes(layer.apply(minusOnes(4), trained) as Tensor));
      return drawn;
    };
    const first = await sequence({seed: 5});
    equal(await sequence({seed: 5}), first);
    ok(differ(first[0]!, first[1]!) && differ(first[1]!, first[2]!) && differ(first[0]!, first[2]!), 'a call repeats');
    const neighbour = await sequence({seed: 6});
    for (const row of neighbour) for (const other of first) ok(differ(row, other), 'another seed repeats a call');
    // Beyond 2^53 a number has no fraction, and small differences vanish.
    const [huge, next] = await sequence({seed: 2 ** 60}, 2);
    ok(differ(huge!, next!), 'with a huge seed every call draws the same');
    const [one, two] = [await sequence({}), await sequence({})];
    ok(differ(one[0]!, two[0]!), 'layers without a seed draw the same');
    const layer = rx.layers.rrelu({lower: 0.25, upper: 0.75, seed: 5});
    const still = [-0.5, -0.5];
    close(await (layer.apply(minusOnes(2)) as Tensor).data(), still, 0);
    close(await (layer.apply(minusOnes(2), {training: false} as never) as Tensor).data(), still, 0);
    const Class = layer.constructor as never as {fromConfig: (cls: unknown, config: unknown) => typeof layer};
    const config = {...layer.getConfig(), lower: 0, upper: 1};
    const again = Class.fromConfig(Class, JSON.parse(JSON.stringify(config)));
    close(await slopes(again.apply(minusOnes(4), trained) as Tensor), first[0]!, 0);
  });

  check(
    'rrelu in fit: random while it trains, not in predict; the same with a seed; saves, loads, trains on',
    async () => {
      const make = (seed: number | null) =>
        tf.sequential({
          layers: [rx.layers.rrelu({lower: 0.25, upper: 1, seed, learnable: true, inputShape: [4], name: 'rrelu'})],
        });
      const x = tf.tensor2d(
        Float32Array.from({length: 32}, (_, i) => Math.fround(Math.sin(1.7 * i))),
        [8, 4],
      );
      const y = tf.mul(x, 3);
      const train = async (model: ReturnType<typeof make>) => {
        const optimizer = tf.train.sgd(0.5);
        model.compile({optimizer, loss: 'meanSquaredError'});
        const {history} = await model.fit(x, y, {epochs: 3, batchSize: 4, shuffle: false, verbose: 0});
        optimizer.dispose();
        return {
          losses: history['loss'] as number[],
          weights: await Promise.all(model.getWeights().map(async w => Array.from(await w.data()))),
        };
      };
      const [a, b, c] = [make(5), make(5), make(6)];
      const [first, same, other] = [await train(a), await train(b), await train(c)];
      equal(same, first);
      ok(differ(other.losses, first.losses), 'another seed trains the same');
      for (const values of first.weights) {
        ok(
          values.some(v => v !== 0.25 && v !== 1),
          'nothing was learned',
        );
      }
      const [lower, upper] = a.getWeights() as [Tensor, Tensor];
      const predicted = await (a.predict(x) as Tensor).data();
      close(predicted, await rx.rrelu(x, {lower, upper}).data(), tolerance, 'predict');

      let saved: Parameters<typeof tf.io.fromMemory>[0] | undefined;
      await a.save({
        save: async artifacts => {
          saved = {...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology))} as never;
          return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
        },
      });
      const load = () => tf.loadLayersModel(tf.io.fromMemory(saved!)) as Promise<ReturnType<typeof make>>;
      const [loaded, twin] = [await load(), await load()];
      equal((loaded.layers[0]!.getConfig() as {seed: unknown}).seed, 5);
      close(await (loaded.predict(x) as Tensor).data(), predicted, 0, 'loaded');
      equal(await train(loaded), await train(twin));
      for (const model of [a, b, c, loaded, twin]) model.dispose();
    },
  );

  check('rrelu in wrappers of stock layers is told that they train', async () => {
    const inner = rx.layers.rrelu({lower: 0, upper: 1, seed: 4});
    const wrapped = tf.layers.timeDistributed({layer: inner as never});
    const x = tf.fill([2, 3, 4], -1, 'float32');
    const drawn = await slopes(wrapped.apply(x, trained) as Tensor);
    equal(new Set(drawn).size > 12, true, 'slopes repeat');
    close(await slopes(wrapped.apply(x) as Tensor), Array<number>(24).fill(0.5), 0);
  });

  check('rrelu in training: wrong settings are named', async () => {
    const x = tf.tensor1d([-1]);
    const wrong = 'RectifierError';
    await throws(() => rx.rrelu(x, {training: 1 as never}), wrong, 'rx.rrelu', 'training', 'true or false', '1');
    await throws(() => rx.rrelu(x, {trainin: true} as never), wrong, "'trainin'", "'training'");
    await throws(() => rx.rrelu(x, {seed: NaN, training: true}), wrong, 'seed', 'NaN');
    await throws(() => rx.rrelu(x, {lower: 0.5}), wrong, 'lower must not be above upper', '0.5');
    await throws(() => rx.prelu(x, {training: true} as never), wrong, 'rx.prelu', "unknown parameter 'training'");
    await throws(() => rx.layers.rrelu({training: true} as never), wrong, 'rx.layers.rrelu', "'training'");
    await throws(() => rx.activation('rrelu', {training: true} as never), wrong, "'training'");
    await throws(() => rx.layers.rrelu({learnable: ['seed'] as never}), wrong, 'seed cannot be learned');
  });

  return checks;
}

/** What tf.randomUniform gives for this seed. */
const SEED_7 = [0.36459517, 0.00788098, 0.18762039, 0.50667268, 0.16561525];
