/** `rectifiers(tf)`: installs once for each tf, and gives the same object every time. */

import {catalogue} from './activations';
import type {Definition} from './activations/definition';
import {RectifierError, show, suggestion} from './errors';
import {activationBase, activationConfig, activationName, createActivationClass} from './layers/activation';
import {createClamp} from './layers/clamp';
import {createLayerClass} from './layers/pointwise';
import {pointwiseOp} from './ops/pointwise';
import {toSnake} from './parameters';
import type {Tf} from './tf';
import type {ClampConfig, FunctionInfo, Rectifiers, TfLike} from './types';
import {version} from './version';

/** Where an installation is kept, so that every copy of the plugin (ESM, CJS, re-evaluated) finds it. */
const INSTALLED = Symbol.for('tfjs-rectifiers');
/** Marks classes of any copy of the plugin. */
const OURS = Symbol.for('tfjs-rectifiers.class');

interface Installation {
  readonly version: string;
  readonly layer: unknown;
  readonly rx: unknown;
}
type ClassMap = Record<string, [cls: unknown, fromConfig: unknown]>;

/**
 * Installs the rectifiers for this tf: ops, layers, activations and constraints, registered so that models with them
 * save and load. Calling it again, from whatever copy of the package, returns the same object. tfjs-core and
 * tfjs-layers apart: `rectifiers({...tfc, ...tfl})`.
 *
 * @param tf the app's own `@tensorflow/tfjs`, `@tensorflow/tfjs-node`, or core and layers merged
 * @throws RectifierError if `tf` is not tf.js, has no layers, or has another major version of this package installed
 * @example
 * const rx = rectifiers(tf);
 * rx.smoothRelu(tf.tensor1d([-1, 0, 1]), {k: 2}).print();  // [0.0634641, 0.3465736, 1.0634639]
 */
export function rectifiers<TF extends TfLike>(tf: TF): Rectifiers<TF> {
  const host = checkHost(tf);
  const map = host.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: ClassMap;
    [INSTALLED]?: Installation[];
  };
  if (!map[INSTALLED]) Object.defineProperty(map, INSTALLED, {value: []});
  const installations = map[INSTALLED]!;
  const known = installations.find(entry => entry.layer === host.layers.Layer);
  if (known) {
    if (major(known.version) !== major(version)) {
      throw new RectifierError(
        `tfjs-rectifiers ${version} was called for a tf that has ${known.version} installed already. ` +
          `Keep one major version: 'npm ls tfjs-rectifiers' shows who brings which.`,
      );
    }
    return known.rx as Rectifiers<TF>;
  }
  const rx = install(host, map.classNameMap);
  installations.push({version, layer: host.layers.Layer, rx});
  return rx as unknown as Rectifiers<TF>;
}

const major = (text: string) => text.split('.')[0];

function checkHost(tf: TfLike): Tf {
  const host = tf as unknown as Partial<Tf> | null | undefined;
  const how = `Call rectifiers(tf) with import * as tf from '@tensorflow/tfjs'`;
  if (typeof host !== 'object' && typeof host !== 'function') {
    throw new RectifierError(`rectifiers(tf) received ${show(host)}, not tf.js. ${how}.`);
  }
  if (!host || typeof host.registerKernel !== 'function' || typeof host.engine !== 'function') {
    const inner = (host as {default?: Partial<Tf>} | null)?.default;
    const hint =
      typeof inner?.registerKernel === 'function' ? ' What it received has tf.js as its default export.' : '';
    throw new RectifierError(
      `rectifiers(tf) received something that is not tf.js: it has no registerKernel and engine.${hint} ${how}.`,
    );
  }
  if (!host.layers?.Layer || !host.serialization) {
    throw new RectifierError(
      'rectifiers(tf) received tf.js without layers. Use @tensorflow/tfjs, or give both parts: ' +
        `rectifiers({...tfc, ...tfl}) with tfc from '@tensorflow/tfjs-core' and tfl from '@tensorflow/tfjs-layers'.`,
    );
  }
  return host as Tf;
}

function install(tf: Tf, classNameMap: ClassMap) {
  const definitions: readonly Definition[] = Object.values(catalogue) as never;
  const Base = activationBase(tf);
  const ops: Record<string, unknown> = {};
  const layers: Record<string, unknown> = {};
  const functions = new Map<string, FunctionInfo>();

  /** Registers a class, unless somebody else has its name: that is an error only once the class is asked for. */
  const register = (cls: object, ...names: string[]): (() => void) => {
    const taken = names.find(name => classNameMap[name] && !isOurs(classNameMap[name][0]));
    if (taken === undefined) {
      Object.defineProperty(cls, OURS, {value: true});
      const [name, ...aliases] = names as [string, ...string[]];
      tf.serialization.registerClass(cls as never);
      for (const alias of aliases) classNameMap[alias] = classNameMap[name]!;
    }
    return () => {
      const name = names.find(each => classNameMap[each]?.[0] !== cls);
      if (name !== undefined) {
        throw new RectifierError(
          `The class name '${name}' is registered by somebody else in this tf, so that a model with ours would load ` +
            `as theirs. Register that class under another name, or before saving load models in a page without it.`,
        );
      }
    };
  };

  const Clamp = createClamp(tf);
  const clampIsFree = register(Clamp, Clamp.className);

  const activationChecks = new Map<string, () => void>();
  for (const definition of definitions) {
    const {name, className, params, summary, formula, reference} = definition;
    const op = pointwiseOp(tf, definition);
    ops[name] = op;

    const Layer = createLayerClass(tf, definition, op);
    const layerIsFree = register(Layer, className);
    layers[name] = (config: Record<string, unknown> = {}) => {
      layerIsFree();
      return new Layer(config);
    };

    const bareName = activationName(definition);
    const Activation = createActivationClass(definition, op, Base);
    const spellings = [bareName, toSnake(bareName)].filter((each, i, all) => all.indexOf(each) === i);
    activationChecks.set(name, register(Activation, ...spellings));
    functions.set(name, {name, className, activationName: bareName, params, summary, formula, reference});
  }

  const activation = (name: string, params: Record<string, unknown> = {}) => {
    const definition = definitions.find(each => [each.name, activationName(each)].includes(name));
    if (!definition) {
      throw new RectifierError(
        `rx.activation received ${show(name)}.${suggestion(
          String(name),
          definitions.map(each => each.name),
        )} tf.js's own activations are given as strings: activation: 'relu'.`,
      );
    }
    activationChecks.get(definition.name)!();
    return activationConfig(definition, params);
  };

  const constraints = {
    clamp: (config: ClampConfig) => {
      clampIsFree();
      return new Clamp(config);
    },
  };

  return {version, functions, ...ops, layers, activation, constraints};
}

const isOurs = (cls: unknown): boolean => typeof cls === 'function' && Object.hasOwn(cls, OURS);
