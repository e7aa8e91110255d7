// Functions made by rx.define, to run the conformance suite on: what users may write, one of each kind.
import type {FunctionDefinition, ParameterSpec, Rectifiers} from '../../src/index';
import type {AnyLayer, AnyOp, Made, Tf} from './lane';

export function defineAll(rx: Rectifiers<Tf>): Made[] {
  const made: Made[] = [];
  /** Infers as rx.define does, so that each fn is typed. */
  const add = <const N extends string, const P extends Readonly<Record<string, ParameterSpec>>>(
    definition: FunctionDefinition<N, P>,
  ) => {
    const {name, className, params = {}} = definition;
    const op = rx.define(definition);
    made.push({
      info: {name, className, activationName: name, params},
      op: op as unknown as AnyOp,
      layer: op.layer as unknown as AnyLayer,
      activation: op.activation as unknown as Made['activation'],
      labels: {op: name, layer: `${name}.layer`, activation: `${name}.activation`},
    });
  };

  add({
    name: 'gaussianBump',
    className: 'GaussianBump',
    params: {width: {default: 1, min: 1e-3}},
    fn: (x, {width}) => x.div(width).square().neg().exp().mul(x),
  });

  // Two learned parameters, and a branch.
  add({
    name: 'leakyTanh',
    className: 'LeakyTanh',
    params: {slope: {default: 1, learned: true}, depth: {default: 1, min: 0, learned: true}},
    fn: (x, {slope, depth}) => x.mul(slope).where(x.greater(0), x.tanh().mul(depth)),
  });

  add({
    name: 'wavelet',
    className: 'Wavelet',
    params: {frequency: {default: 1}},
    fn: (x, {frequency}) => x.clipByValue(-4, 4).mul(frequency).sin(),
  });

  add({
    name: 'erfUnit',
    className: 'ErfUnit',
    params: {k: {default: 1, nonZero: true}},
    fn: (x, {k}) => x.mul(k).erf().mul(x),
  });

  // Its own derivatives, in x and in alpha: mechanical ones cancel for large x.
  add({
    name: 'inverseRoot',
    className: 'InverseRoot',
    params: {alpha: {default: 1, above: 0, max: 100}},
    fn: (x, {alpha}) => {
      const near = x.clipByValue(-1e18, 1e18);
      return near.mul(near.square().mul(alpha).add(1).rsqrt());
    },
    derivatives: {
      x: (x, {alpha}) => x.clipByValue(-1e18, 1e18).square().mul(alpha).add(1).rsqrt().pow(3),
      alpha: (x, {alpha}) => {
        const near = x.clipByValue(-1e18, 1e18);
        const root = near.square().mul(alpha).add(1).rsqrt();
        const value = near.mul(root);
        const y = value.withDerivatives({x: root.pow(3), alpha: value.pow(3).mul(-0.5)});
        return y.pow(3).mul(-0.5);
      },
    },
  });

  // A choice of words, and null for none.
  add({
    name: 'cubicGate',
    className: 'CubicGate',
    params: {cap: {default: null, above: 0}, kind: {default: 'soft', choices: ['soft', 'hard']}},
    fn: (x, {cap, kind}) => {
      const y = (kind === 'soft' ? x.tanh() : x.clipByValue(0, 2)).pow(3);
      return cap ? y.minimum(cap) : y;
    },
  });

  return made;
}
