// Type tests, checked by `npm run typecheck`: the public types follow the tf that is given.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  alphaDropout,
  apl,
  define,
  elu,
  glu,
  keras,
  rectifiers as rectifiersOf,
  smoothRelu,
  softmax,
  wasm,
  type CustomRectifiers,
} from '../../src/custom';
import {rectifiers, type Rectifiers} from '../../src/index';
import {training, type Inspection, type Schedule} from '../../src/training/index';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(_same: Equal<A, B>) => {};

export function withTfjs() {
  const rx = rectifiers(tf);
  const x = tf.tensor2d([[1, 2]]);

  // The rank stays; arrays give tensors.
  const y = rx.smoothRelu(x, {k: 2});
  is<typeof y, tf.Tensor2D>(true);
  y.dispose();
  rx.smoothRelu(x, {k: tf.scalar(2)});
  rx.smoothRelu([1, 2, 3]);
  rx.parametricSoftplus(x, {alpha: 1, beta: tf.ones([2])});
  // @ts-expect-error no such parameter
  rx.smoothRelu(x, {sharpness: 2});
  // @ts-expect-error not a number
  rx.smoothRelu(x, {k: 'two'});
  // @ts-expect-error no such function
  rx.smothRelu(x);
  is<keyof NonNullable<Parameters<typeof rx.parametricSoftplus>[1]>, 'alpha' | 'beta'>(true);

  // Layers are tf.layers.Layer, and take what tf.js's own do.
  const layer = rx.layers.prelu({
    alpha: 0.1,
    alphaInitializer: tf.initializers.zeros(),
    alphaRegularizer: 'l2',
    alphaConstraint: rx.constraints.clamp({minValue: 0}),
    sharedAxes: [1, 2],
    learnable: ['alpha'],
    name: 'first',
    inputShape: [4],
  });
  is<typeof layer, tf.layers.Layer>(true);
  rx.layers.elu({alphaInitializer: 'ones', alphaConstraint: 'nonNeg', alphaRegularizer: tf.regularizers.l2({l2: 1})});
  tf.sequential({layers: [layer, rx.layers.elu(), tf.layers.dense({units: 1})]});
  // @ts-expect-error no such parameter
  rx.layers.prelu({beta: 1});
  // @ts-expect-error no such parameter to learn
  rx.layers.prelu({learnable: ['beta']});
  // @ts-expect-error no such initializer
  rx.layers.prelu({alphaInitializer: 3});

  tf.layers.dense({units: 1, activation: rx.activation('smoothRelu', {k: 2})});
  tf.layers.lstm({units: 1, activation: rx.activation('elu'), recurrentActivation: rx.activation('elu', {alpha: 2})});
  // @ts-expect-error no such parameter
  rx.activation('smoothRelu', {alpha: 2});
  // @ts-expect-error no such function
  rx.activation('relu7');
  tf.grad((v: tf.Tensor) => rx.elu(v))(x);
  is<typeof rx, Rectifiers<typeof tf>>(true);
}

export function choicesNullsAndDefinitions() {
  const rx = rectifiers(tf);
  rx.gelu([1], {approximate: 'tanh'});
  // @ts-expect-error no such word
  rx.gelu([1], {approximate: 'tan'});
  // @ts-expect-error not a tensor
  rx.relu([1], {gradientAtZero: tf.scalar(1)});
  rx.relu([1], {maxValue: null, negativeSlope: tf.scalar(1)});
  // @ts-expect-error null is no threshold
  rx.relu([1], {threshold: null});
  rx.layers.gelu({approximate: 'tanh'});
  // @ts-expect-error a choice has no initializer
  rx.layers.gelu({approximateInitializer: 'zeros'});
  rx.layers.relu({maxValue: 6, learnable: ['maxValue']});
  // @ts-expect-error never learned
  rx.layers.relu({learnable: ['gradientAtZero']});
  rx.rrelu([1], {training: true, seed: 3, lower: tf.scalar(0.1)});
  // @ts-expect-error not a tensor
  rx.rrelu([1], {seed: tf.scalar(3)});
  // @ts-expect-error nothing of it is random
  rx.prelu([1], {training: true});
  // @ts-expect-error a layer knows by itself
  rx.layers.rrelu({training: true});
  // @ts-expect-error an activation is not told
  rx.activation('rrelu', {training: true});
  const bump = rx.define({
    name: 'bump',
    className: 'Bump',
    params: {width: {default: 1, min: 1e-3}, kind: {default: 'a', choices: ['a', 'b']}, cap: {default: null}},
    fn: (x, {width, kind, cap}) => {
      const y = x.div(width).square().neg().exp().mul(x);
      // @ts-expect-error may be null
      cap.add(1);
      // @ts-expect-error no such word
      if (kind === 'c') return y;
      return cap ? y.minimum(cap) : y;
    },
    check: ({width, kind}) => (width > 3 && kind === 'a' ? 'too wide' : null),
    derivatives: {x: (x, {width}) => x.mul(width)},
  });
  bump([1], {width: 3, kind: 'b', cap: 2});
  // @ts-expect-error no such parameter
  bump([1], {wdth: 3});
  bump.layer({widthInitializer: 'ones', learnable: ['width', 'cap']});
  bump.activation({kind: 'b'});
  const plain = rx.define({name: 'p', className: 'P', fn: x => x.square()});
  const y: tf.Tensor2D = plain(tf.tensor2d([[1]]));
  // @ts-expect-error no parameters
  plain([1], {a: 1});
  plain.layer({});
  y.dispose();
  // @ts-expect-error no parameters
  rx.softplus([1], {beta: 1});
}

export function overAnAxis() {
  const rx = rectifiers(tf);
  const x = tf.tensor2d([[1, 2]]);
  // The rank stays, but for logSumExpPlus, where it is the caller's to say, as with tf.sum.
  const y: tf.Tensor2D = rx.glu(x, {axis: -1, gate: 'first'});
  const z: tf.Tensor1D = rx.logSumExpPlus(x, {axis: [1], keepDims: false});
  is<ReturnType<typeof rx.logSumExpPlus>, tf.Tensor>(true);
  rx.softmax([1, 2], {axis: [0, -1]});
  rx.maxout(x, {units: null, pieces: 2, grouping: 'strided'});
  // @ts-expect-error one axis only
  rx.glu(x, {axis: [0, 1]});
  // @ts-expect-error no such word
  rx.glu(x, {gate: 'third'});
  // @ts-expect-error no such setting
  rx.crelu(x, {gate: 'first'});
  // @ts-expect-error pieces cannot be null
  rx.maxout(x, {pieces: null});
  const layer: tf.layers.Layer = rx.layers.softmax({axis: [1, 2], name: 'attention', inputShape: [3, 4]});
  tf.sequential({layers: [layer]});
  rx.layers.crelu();
  // @ts-expect-error nothing is learned
  rx.layers.crelu({learnable: true});
  rx.layers.maxoutDense({
    units: 3,
    pieces: 2,
    kernelInitializer: 'heNormal',
    kernelConstraint: tf.constraints.maxNorm({maxValue: 1}),
    biasRegularizer: 'l2',
    useBias: true,
  });
  // @ts-expect-error units are missing
  rx.layers.maxoutDense({pieces: 2});
  tf.layers.dense({units: 1, activation: rx.activation('sparsemax', {axis: -1})});
  rx.activation('softmaxPlus');
  // @ts-expect-error changes the shape
  rx.activation('glu');
  // @ts-expect-error no such setting
  rx.activation('softmax', {keepDims: true});
  for (const info of rx.functions.values()) {
    if (info.kind === 'axis') is<typeof info.activationName, string | null>(true);
    else if (info.kind === 'pointwise') is<typeof info.activationName, string>(true);
    else is<'activationName' extends keyof typeof info ? true : false, false>(true);
  }
  tf.dispose([y, z]);
}

export function hinges() {
  const rx = rectifiers(tf);
  const x = tf.tensor2d([[1, 2]]);
  const y = rx.apl(x, {a: [0.2, -0.1], b: tf.ones([2, 2])});
  is<typeof y, tf.Tensor2D>(true);
  rx.apl([1, 2], {a: [[0.2]], b: new Float32Array(1)});
  // @ts-expect-error b is missing
  rx.apl(x, {a: [0.2]});
  // @ts-expect-error hinges are missing
  rx.apl(x);
  // @ts-expect-error no such parameter
  rx.apl(x, {a: [0.2], b: [1], c: [1]});
  const layer = rx.layers.apl({
    hinges: 3,
    aInitializer: 'zeros',
    bConstraint: rx.constraints.clamp({minValue: 0}),
    aRegularizer: 'l2',
    sharedAxes: [1],
    inputShape: [4],
  });
  is<typeof layer, tf.layers.Layer>(true);
  tf.sequential({layers: [layer, rx.layers.apl()]});
  rx.layers.apl({a: [0.1], b: [0.2], learnable: ['b']});
  // @ts-expect-error a list, one number a hinge
  rx.layers.apl({a: 0.1});
  // @ts-expect-error nothing of that name is learned
  rx.layers.apl({learnable: ['hinges']});
  tf.layers.dense({units: 1, activation: rx.activation('apl', {a: [0.1], b: [0]})});
  // @ts-expect-error an activation has no weights
  rx.activation('apl', {hinges: 2});
  // @ts-expect-error numbers only
  rx.activation('apl', {a: tf.ones([1]), b: [0]});
  y.dispose();
}

export function layersOnly() {
  const rx = rectifiers(tf);
  const layer = rx.layers.filterBank({
    transform: 'dct',
    inverse: true,
    positiveSlope: 0.5,
    negativeSlopeInitializer: 'zeros',
    learnable: ['negativeSlope'],
    sharedAxes: [],
    inputShape: [6],
  });
  tf.sequential({layers: [layer]});
  rx.layers.alphaDropout({rate: 0.1, noiseShape: [null, 1], seed: 1});
  rx.layers.metaAconC({reduction: 4, p1Initializer: 'randomNormal', kernelConstraint: 'unitNorm', name: 'acon'});
  rx.layers.dyRelu({type: 'a', pieces: 3, lambdaA: 0.5, biasRegularizer: 'l2'});
  rx.layers.frelu({
    kernelSize: 5,
    batchNormalization: false,
    depthwiseInitializer: tf.initializers.heNormal({seed: 1}),
  });
  tf.sequential({layers: [rx.layers.metaAconC(), rx.layers.dyRelu(), rx.layers.frelu()]});
  // @ts-expect-error the rate is missing
  rx.layers.alphaDropout({});
  // @ts-expect-error no such transform
  rx.layers.filterBank({transform: 'fft'});
  // @ts-expect-error no such type
  rx.layers.dyRelu({type: 'c'});
  // @ts-expect-error nothing to choose
  rx.layers.frelu({learnable: true});
  // @ts-expect-error no such weight
  rx.layers.dyRelu({p1Initializer: 'zeros'});
  // @ts-expect-error a layer has no op
  rx.filterBank([1, 2]);
  // @ts-expect-error nor an activation
  rx.activation('frelu');
}

export function withCoreAndLayers() {
  const rx = rectifiers({...tfc, ...tfl});
  const y: tfc.Tensor1D = rx.elu(tfc.tensor1d([1]), {alpha: tfc.scalar(1)});
  tfl.sequential({layers: [rx.layers.smoothRelu({learnable: true}), rx.layers.leakyRelu({negativeSlope: 0.3})]});
  tfl.layers.dense({units: 1, activation: rx.activation('leakyRelu')});
  // @ts-expect-error layers are missing
  rectifiers(tfc);
  // @ts-expect-error an empty object is not tf.js
  rectifiers({});
  return y;
}

export async function trainingCompanions() {
  const rx = rectifiers(tf);
  const {inspect, callbacks, linearRegion, replaceActivations} = training(rx);
  const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [2]})]});
  const [x, y] = [tf.ones([3, 2]), tf.ones([3, 1])];

  const report = await inspect(model, x, y, {loss: (a, b) => tf.losses.meanSquaredError(a, b)});
  is<typeof report, Inspection>(true);
  is<(typeof report.layers)[number]['dead'], number | null>(true);
  report.print();
  await inspect(model, [x], null);
  await inspect(model, {input: x}, [y], {loss: [(a, b) => tf.losses.meanSquaredError(a, b)]});
  // @ts-expect-error a layer is no model
  await inspect(tf.layers.dense({units: 1}), x);
  // @ts-expect-error no such option
  await inspect(model, x, y, {los: tf.losses.meanSquaredError});

  const monitor = callbacks.monitor({x, y, every: 10, print: true, onInspection: ({epoch}) => epoch});
  await model.fit(x, y, {callbacks: [monitor]});
  is<(typeof monitor.history)[number]['batch'], number | null>(true);
  // @ts-expect-error x is missing
  callbacks.monitor({y});
  // @ts-expect-error no such word
  callbacks.monitor({x, every: 'batch'});

  const region = linearRegion(model, x);
  is<typeof region.matrix, tf.Tensor>(true);
  tf.dispose([region.matrix, region.offset]);
  // @ts-expect-error one input, no list
  linearRegion(model, [x]);

  const copy = replaceActivations(model, {from: 'relu', to: 'prelu', config: {alpha: 0}});
  is<typeof copy, tf.Sequential>(true);
  copy.summary();
  const lines = rx.define({name: 'lines', className: 'Lines', fn: each => each.relu()});
  const functional: tf.LayersModel = tf.model({inputs: model.inputs, outputs: model.outputs});
  is<ReturnType<typeof replaceActivations<typeof functional>>, tf.LayersModel>(true);
  replaceActivations(functional, {from: ['relu', 'elu'], to: lines});
  replaceActivations(model, {from: ({activation}) => activation === 'relu', to: rx.layers.prelu});
  replaceActivations(model, {from: 'relu', to: rx.activation('elu'), filter: ({layer, name}) => layer.name === name});
  replaceActivations(model, {from: 'relu', to: () => rx.layers.smoothRelu({k: 50})});
  // @ts-expect-error what to is missing
  replaceActivations(model, {from: 'relu'});
  // @ts-expect-error 3 is no layer
  replaceActivations(model, {from: 'relu', to: () => 3});

  const apart = training(rectifiers({...tfc, ...tfl}));
  const other = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [2]})]});
  is<ReturnType<typeof apart.linearRegion>['offset'], tfc.Tensor>(true);
  await apart.inspect(other, tfc.ones([1, 2]));
  // @ts-expect-error not what rectifiers(tf) returns
  training(tf);
}

export async function companions() {
  const {callbacks, schedules, clipGradients} = training(rectifiers(tf));
  const optimizer = clipGradients('adam', {globalNorm: 1, onNaN: 'skip'});
  const checked: tf.Optimizer = optimizer;
  clipGradients(tf.train.momentum(0.1, 0.9), {norm: 1});
  clipGradients(optimizer, {value: 1});
  const norm: number | null = await optimizer.gradientNorm();
  optimizer.learningRate *= 0.5;
  // @ts-expect-error counted by itself
  optimizer.skippedSteps = 0;
  // @ts-expect-error there is no limit
  clipGradients('sgd', {});
  // @ts-expect-error no such word
  clipGradients('sgd', {norm: 1, onNaN: 'warn'});
  // @ts-expect-error no optimizer
  clipGradients({}, {norm: 1});
  // @ts-expect-error no such name
  clipGradients('momentum', {norm: 1});

  const schedule: Schedule = schedules.polynomial({initialLearningRate: 1, decaySteps: 3, power: 2, cycle: true});
  const rate: number = schedule(3);
  schedules.deserialize(schedule.toJSON());
  // @ts-expect-error decaySteps are missing
  schedules.cosine({initialLearningRate: 1});
  // @ts-expect-error no such setting
  schedules.inverseTime({initialLearningRate: 1, decaySteps: 1, decayRate: 1, cycle: true});
  // @ts-expect-error it warms up to its first value
  schedules.piecewise({boundaries: [1], values: [1, 2], warmupTarget: 1});

  const model = tf.sequential();
  const stopping = callbacks.earlyStopping({restoreBestWeights: true, mode: 'max', baseline: null});
  is<typeof stopping.bestEpoch, number>(true);
  const checkpoint = callbacks.modelCheckpoint(({epoch}) => `indexeddb://m-${epoch}`, {model, saveFreq: 10});
  callbacks.modelCheckpoint(tf.io.fromMemory({}));
  callbacks.modelCheckpoint(tf.io.withSaveHandler(async () => ({}) as tf.io.SaveResult));
  const list: tf.Callback[] = [
    stopping,
    checkpoint,
    callbacks.terminateOnNaN(),
    callbacks.reduceLROnPlateau({minLr: 1e-5}),
    callbacks.learningRateScheduler(schedule, {by: 'epoch'}),
    callbacks.progressBar({output: process.stderr}),
    callbacks.csvLogger(process.stdout, {separator: ';'}),
    callbacks.jsonLogger('log.jsonl'),
  ];
  await model.fit(tf.ones([1, 1]), tf.ones([1, 1]), {callbacks: [...list, tf.callbacks.earlyStopping()]});
  await model.fit(tf.ones([1, 1]), tf.ones([1, 1]), {callbacks: stopping});
  // @ts-expect-error Keras's name is in camel case here
  callbacks.earlyStopping({restore_best_weights: true});
  // @ts-expect-error that is no rate
  callbacks.learningRateScheduler(() => 'fast');
  // @ts-expect-error not a model
  callbacks.modelCheckpoint('a', {model: 3});
  return [checked, norm, rate];
}

export async function companionsOfCoreAndLayers() {
  const {callbacks, clipGradients} = training(rectifiers({...tfc, ...tfl}));
  const optimizer: tfc.Optimizer = clipGradients(tfc.train.sgd(0.1), {value: 1});
  const callback: tfl.Callback = callbacks.earlyStopping();
  return [optimizer, callback];
}

export function parts() {
  const rx = rectifiersOf(tf, [smoothRelu, elu, glu, apl, softmax, alphaDropout, wasm]);
  const y: tf.Tensor2D = rx.smoothRelu(tf.tensor2d([[1]]), {k: tf.scalar(2)});
  y.dispose();
  rx.glu([1, 2], {gate: 'first'});
  rx.apl([1], {a: [1], b: [0]});
  tf.sequential({layers: [rx.layers.elu({alpha: 2, learnable: ['alpha']}), rx.layers.alphaDropout({rate: 0.1})]});
  tf.layers.dense({units: 1, activation: rx.activation('smoothRelu', {k: 2})});
  rx.activation('softmax', {axis: 1});
  rx.activation('apl', {a: [1], b: [0]});
  rx.constraints.clamp({minValue: 0});
  is<typeof rx.version, string>(true);
  is<typeof rx.smoothRelu, Rectifiers<typeof tf>['smoothRelu']>(true);
  is<keyof typeof rx.layers, 'smoothRelu' | 'elu' | 'glu' | 'apl' | 'softmax' | 'alphaDropout'>(true);
  is<Parameters<typeof rx.activation>[0], 'smoothRelu' | 'elu' | 'apl' | 'softmax'>(true);
  training(rx).clipGradients('adam', {norm: 1});

  // @ts-expect-error it is not listed
  rx.gelu([1]);
  // @ts-expect-error it is not listed
  rx.layers.gelu();
  // @ts-expect-error it is not listed
  rx.activation('gelu');
  // @ts-expect-error it changes the shape
  rx.activation('glu');
  // @ts-expect-error no such parameter
  rx.activation('elu', {k: 2});
  // @ts-expect-error a layer only
  rx.alphaDropout([1]);
  // @ts-expect-error it is not listed
  rx.define({name: 'f', className: 'F', fn: x => x});
  // @ts-expect-error it is not listed
  void rx.loadLayersModel('model.json');

  const more = rectifiersOf({...tfc, ...tfl}, [define, keras]);
  void more.loadLayersModel('model.json').then((model: tfl.LayersModel) => model.summary());
  more.io.keras('model.json', {onUnknown: 'warn'});
  more.define({name: 'f', className: 'F', fn: x => x.relu()})([1]);
  // @ts-expect-error no function is listed
  more.activation('elu');
  // What has all serves where parts are asked for.
  const some: CustomRectifiers<typeof tf, 'elu' | 'glu'> = rectifiers(tf);
  some.elu([1]);

  // @ts-expect-error a name is no part
  rectifiersOf(tf, ['elu']);
  // @ts-expect-error what is called like one is none
  rectifiersOf(tf, [{name: 'elu'}]);
  // @ts-expect-error a part is no list
  rectifiersOf(tf, elu);
  // @ts-expect-error it has no layers
  rectifiersOf(tfc, [elu]);
}
