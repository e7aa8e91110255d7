/** What every part of the reader needs: this tf, what is registered, and what the caller asked for. */

import {RectifierError, show} from '../../errors';
import type {Tf} from '../../tf';
import type {FunctionInfo} from '../../types';

export interface Host {
  readonly tf: Tf;
  readonly classNameMap: Record<string, [cls: unknown, fromConfig: unknown]>;
  readonly functions: ReadonlyMap<string, FunctionInfo>;
}

/** Options of `rx.io.keras` and `rx.loadLayersModel`, beside those of tf.loadLayersModel. */
export interface KerasOptions {
  /**
   * What stands for a layer or a function of the user's, by the name that Keras wrote (`my_pkg>smooth_relu2`; the name
   * without the package will do): what `rx.define` or `rx.activation` returned, a layer class, or the name of a class
   * that is registered.
   */
  readonly customObjects?: Readonly<Record<string, unknown>>;
  /** What to do about a setting that tf.js has not and that would change the numbers. Default: 'error'. */
  readonly onUnknown?: 'error' | 'warn';
}

export interface Context extends Host {
  /** Of one name and two formulas: 2 or 3. */
  readonly keras: 2 | 3;
  /** Whether any layer makes a mask. */
  readonly masks: boolean;
  readonly customObjects: Readonly<Record<string, unknown>>;
  /** Says that something would change the numbers; throws, unless the caller wants warnings. */
  readonly report: (message: string) => void;
}

export function contextOf(
  host: Host,
  {keras, masks}: Pick<Context, 'keras' | 'masks'>,
  {customObjects = {}, onUnknown}: KerasOptions,
): Context {
  const report = (message: string): void => {
    if (onUnknown !== 'warn') throw new RectifierError(`${message} To load it nevertheless: {onUnknown: 'warn'}.`);
    console.warn(`tfjs-rectifiers: ${message}`);
  };
  return {...host, keras, masks, customObjects, report};
}

export function checkOptions({customObjects = {}, onUnknown = 'error'}: KerasOptions, where: string): void {
  if (onUnknown !== 'error' && onUnknown !== 'warn') {
    throw new RectifierError(`${where}: onUnknown is ${show(onUnknown)}; it must be 'error' or 'warn'.`);
  }
  if (typeof customObjects !== 'object' || customObjects === null) {
    throw new RectifierError(
      `${where}: customObjects is ${show(customObjects)}; it must be an object: {'my_pkg>MyLayer': MyLayer}.`,
    );
  }
}

/** A function of ours that the model needs; the main entry has them all. */
export function needed({functions}: Host, name: string): FunctionInfo {
  const info = functions.get(name);
  if (!info) throw new RectifierError(`The model needs ${name}: add it to the parts of rectifiers(tf, parts).`);
  return info;
}
