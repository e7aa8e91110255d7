/** `rectifiers(tf)`: installs once for each tf, and gives the same object every time. */

import {catalogue} from './activations';
import type {Definition} from './activations/definition';
import {RectifierError, refuse, show, suggestion} from './errors';
import {checkDefinition} from './define';
import {kerasHandler, type KerasOptions} from './io/keras';
import {toCamel} from './io/keras/json';
import {createKerasSparsemax} from './io/keras/sparsemax';
import {
  activationBase,
  activationConfig,
  activationName,
  createActivationClass,
  type ActivationConfig,
} from './layers/activation';
import {aplActivationConfig, createAplActivationClass, createAplLayerClass} from './layers/apl';
import {axisActivationConfig, createAxisActivationClass, createAxisLayerClass} from './layers/axis';
import {createClamp} from './layers/clamp';
import {compositeClasses} from './layers/composite';
import {copyPlain} from './layers/config';
import {createMaxoutDense, maxoutDense} from './layers/maxoutDense';
import {createGRU} from './layers/gru';
import {createMended} from './layers/mended';
import {createLayerClass} from './layers/pointwise';
import {apl, aplOp, type AplOp} from './ops/apl';
import {axisCatalogue} from './ops/axis';
import {HOST, isOurs, OURS, type Host} from './host';
import type {AxisDefinition} from './ops/axis/definition';
import {axisOp, type AxisOp} from './ops/axis/op';
import {pointwiseOp, type PointwiseOp} from './ops/pointwise';
import {toSnake} from './parameters';
import {settingsOf} from './settings';
import type {Tf} from './tf';
import type {ClampConfig, FunctionInfo, Rectifiers, TfLike} from './types';
import {version} from './version';

/** Where an installation is kept, so that every copy of the plugin (ESM, CJS, re-evaluated) finds it. */
const INSTALLED = Symbol.for('tfjs-rectifiers');

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
 * rx.smoothRelu(tf.tensor1d([-1, 0, 1]), {k: 2}).print(); // [0.063464, 0.3465736, 1.063464]
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
  const Base = activationBase(tf);
  const ops: Record<string, unknown> = {};
  const layers: Record<string, unknown> = {};
  const functions = new Map<string, FunctionInfo>();
  const added = new Map<string, Added>();

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
          isOurs(classNameMap[name]?.[0])
            ? `The class name '${name}' is registered by a later rx.define or rectifiers(tf), so that a model would load ` +
                `as theirs. Use what the last call returned.`
            : `The class name '${name}' is registered by somebody else in this tf, so that a model with ours would load ` +
                `as theirs. Register that class under another name, or before saving load models in a page without it.`,
        );
      }
    };
  };

  /** Makes a function's op, layer and activation, and registers the classes. */
  const add = (definition: Definition): Added => {
    const op = pointwiseOp(tf, definition);
    const Layer = createLayerClass(tf, definition, op);
    const layerIsFree = register(Layer, definition.className);
    const bareName = activationName(definition);
    const Activation = createActivationClass(definition, op, Base);
    const spellings = new Set([bareName, toSnake(bareName), ...(definition.aliases ?? [])]);
    const activationIsFree = register(Activation, ...spellings);
    return {
      names: [definition.className, ...spellings],
      op,
      layer: (config = {}) => {
        layerIsFree();
        return new Layer(config);
      },
      activation: (params = {}) => {
        activationIsFree();
        return activationConfig(definition, params);
      },
    };
  };

  for (const definition of Object.values<Definition>(catalogue as never)) {
    const {name, className, params, summary, formula, reference} = definition;
    const made = add(definition);
    ops[name] = made.op;
    layers[name] = made.layer;
    added.set(name, made);
    functions.set(name, {
      kind: 'pointwise',
      name,
      className,
      activationName: activationName(definition),
      params,
      summary,
      formula,
      reference,
    });
  }

  /** The same of a function over an axis. */
  const addOverAxis = (definition: AxisDefinition): Added => {
    const {className, activationName: bareName} = definition;
    const op = axisOp(tf, definition);
    const Layer = createAxisLayerClass(tf, definition, op);
    const layerIsFree = register(Layer, className);
    const spellings = bareName ? [...new Set([bareName, toSnake(bareName)])] : [];
    const activationIsFree = bareName && register(createAxisActivationClass(definition, op, Base), ...spellings);
    return {
      names: [className, ...spellings],
      op,
      layer: (config = {}) => {
        layerIsFree();
        return new Layer(config);
      },
      activation: (params = {}) => {
        if (activationIsFree) activationIsFree();
        return axisActivationConfig(definition, params);
      },
    };
  };

  for (const definition of Object.values(axisCatalogue) as unknown as AxisDefinition[]) {
    const {name, className, activationName = null, params, summary, formula, reference} = definition;
    const made = addOverAxis(definition);
    ops[name] = made.op;
    layers[name] = made.layer;
    added.set(name, made);
    functions.set(name, {kind: 'axis', name, className, activationName, params, summary, formula, reference});
  }

  const aplFunction = (): Added => {
    const op = aplOp(tf);
    const Layer = createAplLayerClass(tf, op);
    const layerIsFree = register(Layer, apl.className);
    const activationIsFree = register(createAplActivationClass(op, Base), apl.activationName);
    return {
      names: [apl.className, apl.activationName],
      op,
      layer: (config = {}) => {
        layerIsFree();
        return new Layer(config);
      },
      activation: (params = {}) => {
        activationIsFree();
        return aplActivationConfig(params);
      },
    };
  };
  const made = aplFunction();
  ops[apl.name] = made.op;
  layers[apl.name] = made.layer;
  added.set(apl.name, made);
  functions.set(apl.name, apl);

  const MaxoutDense = createMaxoutDense(tf);
  const maxoutDenseIsFree = register(MaxoutDense, MaxoutDense.className);
  layers['maxoutDense'] = (config?: Record<string, unknown>) => {
    maxoutDenseIsFree();
    return new MaxoutDense(config);
  };

  for (const {definition, Layer} of compositeClasses(tf)) {
    const {name, className, params, summary, formula, reference} = definition;
    const layerIsFree = register(Layer, className);
    layers[name] = (config?: Record<string, unknown>) => {
      layerIsFree();
      return new Layer(config);
    };
    functions.set(name, {kind: 'layer', name, className, params, summary, formula, reference});
  }
  functions.set(maxoutDense.name, maxoutDense);

  const activation = (name: string, params: Record<string, unknown> = {}) => {
    const known = [...functions.values()].find(
      each => each.kind !== 'layer' && (name === each.name || name === each.activationName),
    );
    if (!known) {
      if (Object.hasOwn(layers, name)) {
        throw new RectifierError(
          `rx.activation('${name}'): ${name} is a layer only, which an activation cannot be. Give the stock layer no ` +
            `activation and put rx.layers.${name}() behind it.`,
        );
      }
      throw new RectifierError(
        `rx.activation received ${show(name)}.${suggestion(String(name), [
          ...functions.keys(),
        ])} tf.js's own activations are given as strings: activation: 'relu'.`,
      );
    }
    return added.get(known.name)!.activation(params);
  };

  const Clamp = createClamp(tf);
  const clampIsFree = register(Clamp, Clamp.className);
  const constraints = {
    clamp: (config: ClampConfig) => {
      clampIsFree();
      return new Clamp(config);
    },
  };

  const defined = new Map<string, Added>();
  const ownerOf = (className: string, old: readonly string[]): string | null => {
    const entry = classNameMap[className];
    if (!entry || (old.includes(className) && isOurs(entry[0]))) return null;
    return isOurs(entry[0]) ? 'another class of this plugin' : 'a class of tf.js or of somebody else';
  };
  const define = (given: unknown) => {
    const definition = checkDefinition(given);
    const {name, className} = definition;
    // Under a name that was defined before, it replaces what was: notebooks and hot reload run a definition again.
    const old = defined.get(name)?.names ?? [];
    for (const wanted of new Set([name, toSnake(name), className])) {
      const owner =
        wanted === name && functions.has(name) ? `rx.${name}, a function of the catalogue` : ownerOf(wanted, old);
      if (owner) {
        throw new RectifierError(
          `rx.define: the name '${wanted}' of '${name}' is taken by ${owner}. Models are saved by it, so choose another.`,
        );
      }
    }
    for (const each of old) if (isOurs(classNameMap[each]?.[0])) delete classNameMap[each];
    const made = add(definition);
    defined.set(name, made);
    const {op, layer, activation: activate} = made;
    return Object.assign((x: never, params: never) => op(x, params), {layer, activation: activate});
  };

  const KerasSparsemax = createKerasSparsemax(tf, Base);
  register(KerasSparsemax, KerasSparsemax.className);
  const GRU = createGRU(tf);
  register(GRU.layer, GRU.layer.className);
  register(GRU.cell, GRU.cell.className);
  for (const cls of createMended(tf)) register(cls, cls.className);
  const host = {tf, classNameMap, functions};
  const keras = (source: unknown, options?: KerasOptions) => kerasHandler(host, source, options);
  const loadLayersModel = (source: unknown, options: KerasOptions = {}) =>
    tf.loadLayersModel(keras(source, options) as never, options as object);

  const rx = {version, functions, ...ops, layers, activation, constraints, define, io: {keras}, loadLayersModel};
  // Not enumerable: rx is what users print and spread.
  return Object.defineProperty(rx, HOST, {
    value: {tf, show, suggestion, settingsOf, refuse, isOurs, copyPlain, toCamel} satisfies Host,
  });
}

/** What a definition becomes. */
interface Added {
  /** The names in the serialization map. */
  readonly names: readonly string[];
  readonly op: PointwiseOp | AxisOp | AplOp;
  readonly layer: (config?: Record<string, unknown>) => unknown;
  readonly activation: (params?: Record<string, unknown>) => ActivationConfig;
}
