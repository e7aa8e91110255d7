/** What there is of the package on one tf: kept there, so that every copy of the package adds to the same `rx`. */

import {RectifierError, refuse, show, suggestion} from './errors';
import {HOST, isOurs, OURS, type Host} from './host';
import {toCamel} from './io/keras/json';
import {copyPlain} from './layers/config';
import {settingsOf} from './settings';
import {activationBase, type ActivationConfig} from './layers/activation';
import {createClamp} from './layers/clamp';
import type {Tf} from './tf';
import type {ClampConfig, FunctionInfo, TfLike} from './types';
import {version} from './version';

/** Where an installation is kept, so that every copy of the package (ESM, CJS, re-evaluated) finds it. */
const INSTALLED = Symbol.for('tfjs-rectifiers');

type ClassMap = Record<string, [cls: unknown, fromConfig: unknown]>;
type Make = (config?: Record<string, unknown>) => unknown;
type Activate = (params?: Record<string, unknown>) => ActivationConfig;

/** Copies of one major version add to each other's: what is here stays as it is. */
export interface Installation {
  readonly version: string;
  readonly tf: Tf;
  readonly classNameMap: ClassMap;
  /** The base class of activations. */
  readonly Base: new () => object;
  /** What the user gets; parts add to it. */
  readonly rx: Record<string, unknown> & {
    readonly functions: Map<string, FunctionInfo>;
    readonly layers: Record<string, Make>;
  };
  /** By their names, which parts are in. */
  readonly parts: Set<string>;
  /** By a function's name, what makes its activation. */
  readonly activations: Map<string, Activate>;
  /** Whether the main entry was called, so that every part is in. */
  complete: boolean;
}

/** The installation of this tf, made if there is none. */
export function installationOf(given: TfLike): Installation {
  const tf = checkHost(given);
  const map = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: ClassMap;
    [INSTALLED]?: Installation[];
  };
  if (!map[INSTALLED]) Object.defineProperty(map, INSTALLED, {value: []});
  const installations = map[INSTALLED]!;
  const known = installations.find(entry => entry.tf.layers.Layer === tf.layers.Layer);
  if (known) {
    if (major(known.version) !== major(version)) {
      throw new RectifierError(
        `tfjs-rectifiers ${version} was called for a tf that has ${known.version} installed already. ` +
          `Keep one major version: 'npm ls tfjs-rectifiers' shows who brings which.`,
      );
    }
    return known;
  }
  const installation = create(tf, map.classNameMap);
  installations.push(installation);
  return installation;
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

/** What is there without any part. */
function create(tf: Tf, classNameMap: ClassMap): Installation {
  const rx = {version, functions: new Map(), layers: {}} as Installation['rx'];
  const installation: Installation = {
    version,
    tf,
    classNameMap,
    Base: activationBase(tf),
    rx,
    parts: new Set(),
    activations: new Map(),
    complete: false,
  };
  rx['activation'] = (name: string, params?: Record<string, unknown>) => activationOf(installation, name)(params);
  const Clamp = createClamp(tf);
  const clampIsFree = register(installation, Clamp, Clamp.className);
  rx['constraints'] = {
    clamp: (config: ClampConfig) => {
      clampIsFree();
      return new Clamp(config);
    },
  };
  // Not enumerable: rx is what users print and spread.
  Object.defineProperty(rx, HOST, {
    value: {tf, show, suggestion, refuse, settingsOf, isOurs, copyPlain, toCamel} satisfies Host,
  });
  return installation;
}

function activationOf({rx: {functions, layers}, activations, complete}: Installation, name: string): Activate {
  const known = [...functions.values()].find(
    each => each.kind !== 'layer' && (name === each.name || name === each.activationName),
  );
  if (known) return activations.get(known.name)!;
  if (Object.hasOwn(layers, name)) {
    throw new RectifierError(
      `rx.activation('${name}'): ${name} is a layer only, which an activation cannot be. Give the stock layer no ` +
        `activation and put rx.layers.${name}() behind it.`,
    );
  }
  const missing = complete
    ? ''
    : ` A function of this package has to be among the parts: import {${name}} from 'tfjs-rectifiers/custom', and add it ` +
      'to those of rectifiers(tf, parts).';
  throw new RectifierError(
    `rx.activation received ${show(name)}.${missing}${suggestion(String(name), [...functions.keys()])} ` +
      `tf.js's own activations are given as strings: activation: 'relu'.`,
  );
}

/** Registers a class, unless somebody else has its name: that is an error only once the class is asked for. */
export function register({tf, classNameMap}: Installation, cls: object, ...names: string[]): () => void {
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
}

/** Registers a layer class, and gives what makes layers of it. */
export function layerFactory(
  installation: Installation,
  Layer: new (config?: Record<string, unknown>) => object,
  className: string,
): Make {
  const isFree = register(installation, Layer, className);
  return config => {
    isFree();
    return new Layer(config);
  };
}

type Described = Pick<FunctionInfo, 'name' | 'className' | 'summary' | 'formula' | 'reference'> & {
  readonly params: unknown;
};

/** What a function becomes. */
export interface Added {
  readonly op: unknown;
  readonly layer: Make;
  readonly activation: Activate;
}

/** Of a definition what `rx.functions` tells. */
export const described = <D extends Described>({name, className, params, summary, formula, reference}: D) =>
  ({name, className, params, summary, formula, reference}) as Pick<D, keyof Described>;

/** What is added to `rx` for a function of the catalogue. */
export function addFunction({rx, activations}: Installation, info: FunctionInfo, added: Added): void {
  const {name} = info;
  rx[name] = added.op;
  rx.layers[name] = added.layer;
  rx.functions.set(name, info);
  activations.set(name, added.activation);
}
