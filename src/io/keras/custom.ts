/** What the user provides for layers and functions that neither tf.js nor this package has. */

import {RectifierError, show} from '../../errors';
import {isObject, own, toCamel, withoutPackage, type Json, type Serialized} from './json';
import type {Context, Host} from './context';

/** Names of a class that is registered: what tf.js finds it by, and the parameters that go with it. */
export interface Found {
  readonly className: string;
  readonly config?: Json;
}

const OURS = 'tfjs_rectifiers>';

/** The layer that a name stands for, or null. */
export const findLayer = (context: Context, name: string): Found | null => find(context, name, 'layer');
/** The activation that a name stands for, or null. */
export const findActivation = (context: Context, name: string): Found | null => find(context, name, 'activation');

type Kind = 'layer' | 'activation';

function find(context: Context, name: string, kind: Kind): Found | null {
  const given = customObject(context.customObjects, name);
  if (given) return provided(context, given[0], given[1], kind);
  const plainName = name.startsWith(OURS) ? withoutPackage(name) : name;
  for (const each of [toCamel(name), toCamel(plainName)]) if (isKind(context, each, kind)) return {className: each};
  return null;
}

/** By the name that Keras wrote; a .keras file has lost the package, and so may the caller. */
function customObject(customObjects: Readonly<Record<string, unknown>>, name: string): [string, unknown] | null {
  if (own(customObjects, name) !== undefined) return [name, customObjects[name]];
  const short = withoutPackage(name);
  const same = Object.keys(customObjects).filter(key =>
    name === short ? withoutPackage(key) === name : key === short,
  );
  if (same.length > 1) {
    throw new RectifierError(
      `customObjects has ${same.map(show).join(' and ')}, and the model says only '${name}': give one under that name.`,
    );
  }
  return same.length ? [same[0]!, customObjects[same[0]!]] : null;
}

function provided(context: Context, key: string, value: unknown, kind: Kind): Found {
  const where = `customObjects['${key}']`;
  if (typeof value === 'string') {
    const className = toCamel(value);
    if (isKind(context, className, kind)) return {className};
    throw new RectifierError(
      `${where} is '${value}', but no ${kind} class is registered under that name. ` +
        'Register it with tf.serialization.registerClass, or give the class itself.',
    );
  }
  if (isDefined(value)) {
    if (kind === 'activation') return activationOf(value.activation());
    return {className: (value.layer() as {getClassName(): string}).getClassName()};
  }
  if (isLayerClass(context, value)) {
    if (kind === 'layer') return {className: registered(context, key, value)};
  } else if (kind === 'activation' && isObject(value) && typeof value['className'] === 'string') {
    return activationOf(value);
  }
  throw new RectifierError(
    `${where} is ${show(value)}, which is no ${kind} of this tf. Allowed are what rx.define returned, ` +
      `${kind === 'layer' ? 'a class that extends tf.layers.Layer' : "rx.activation('smoothRelu', {k: 2})"}, ` +
      'and the name of a class that is registered.',
  );
}

const activationOf = (value: unknown): Found => {
  const {className, config} = value as {className: string; config?: Json};
  return {className, ...(config && {config})};
};

interface Defined {
  readonly layer: () => unknown;
  readonly activation: () => unknown;
}
const isDefined = (value: unknown): value is Defined =>
  typeof value === 'function' &&
  typeof (value as Partial<Defined>).layer === 'function' &&
  typeof (value as Partial<Defined>).activation === 'function';

interface LayerClass {
  new (config: object): object;
  className: string;
}
const isLayerClass = ({tf}: Host, value: unknown): value is LayerClass =>
  typeof value === 'function' && (value.prototype as unknown) instanceof tf.layers.Layer;

function isKind({tf, classNameMap}: Host, className: string, kind: Kind): boolean {
  const prototype = (own(classNameMap, className)?.[0] as LayerClass | undefined)?.prototype as unknown;
  if (!prototype) return false;
  return kind === 'layer'
    ? prototype instanceof tf.layers.Layer
    : typeof (prototype as {apply?: unknown}).apply === 'function' && !(prototype instanceof tf.layers.Layer);
}

/** Classes that were made to be registered under another name than their own. */
const renamed = new WeakMap<object, string>();

/**
 * The name under which tf.js finds the class, which is registered if it is not. Where its own name is taken by another
 * class, or has an underscore (which tf.js loses on loading), a subclass goes by the name that Keras wrote.
 */
function registered({tf, classNameMap}: Host, key: string, cls: LayerClass): string {
  const known = renamed.get(cls);
  if (known !== undefined && own(classNameMap, known)) return known;
  const {className} = cls;
  if (typeof className === 'string' && className && className === toCamel(className) && !(className in {})) {
    const entry = own(classNameMap, className);
    if (!entry) tf.serialization.registerClass(cls as never);
    if (!entry || entry[0] === cls) return className;
  }
  const name = toCamel(key);
  if (own(classNameMap, name) || name in {}) {
    throw new RectifierError(
      `customObjects['${key}']: the class names '${className}' and '${name}' are both registered for other classes. ` +
        'Give the class another static className.',
    );
  }
  const Renamed = class extends cls {
    static override readonly className = name;
  };
  tf.serialization.registerClass(Renamed as never);
  renamed.set(cls, name);
  return name;
}

/** Registers the layer classes, so that a model that was loaded, and saved by tf.js, loads again. */
export function registerAll(host: Host, customObjects: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(customObjects)) if (isLayerClass(host, value)) registered(host, key, value);
}

/** The names of the weights that a layer makes, in order. Asked of a layer that is built apart and thrown away. */
export function weightNames({classNameMap}: Host, {class_name, config}: Serialized, inputShape: Json): string[] {
  const [cls, fromConfig] = classNameMap[class_name] as [LayerClass, (cls: LayerClass, config: object) => unknown];
  const own = Object.fromEntries(Object.entries(config).map(([key, value]) => [toCamel(key), value]));
  const layer = fromConfig(cls, own) as InstanceType<Host['tf']['layers']['Layer']>;
  try {
    layer.build(inputShape as never);
    return layer.weights.map(weight => weight.originalName);
  } finally {
    for (const weight of layer.weights) (weight as unknown as {dispose(): void}).dispose();
  }
}

/** How to provide what is missing. */
export const howToProvide = (name: string, kind: Kind): string =>
  kind === 'layer'
    ? `Provide it: {customObjects: {'${name}': a layer class, what rx.define returned, or a registered class name}}.`
    : `Provide it: {customObjects: {'${name}': rx.define({...}), or rx.activation('smoothRelu', {k: 2})}}.`;
