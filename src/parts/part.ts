/** What an app lists, `rectifiers(tf, [smoothRelu, wasm])`: a name, and how it is added to an installation. */

import {RectifierError, show} from '../errors';
import type {Installation} from '../installation';
import type {Part} from '../types';

/** By it parts of any copy of the package are known. */
const ADD = Symbol.for('tfjs-rectifiers.part');

interface Addable extends Part {
  readonly [ADD]?: (installation: Installation) => void;
}

export const part = <const N extends string>(name: N, addTo: (installation: Installation) => void): Part<N> =>
  ({name, [ADD]: addTo}) as unknown as Part<N>;

/** Adds those that are not there yet, after all were looked at. */
export function addParts(installation: Installation, parts: readonly Part[]): void {
  for (const each of parts as readonly Addable[]) {
    if (installation.parts.has(each.name)) continue;
    each[ADD]!(installation);
    installation.parts.add(each.name);
  }
}

export function checkParts(parts: unknown): asserts parts is readonly Part[] {
  const how =
    `A part is what 'tfjs-rectifiers/custom' exports by the name of a function or layer, or as wasm, webgl, webgpu, ` +
    `tensorflow, keras or define: rectifiers(tf, [smoothRelu, wasm]).`;
  if (!Array.isArray(parts)) {
    throw new RectifierError(`rectifiers(tf, parts) received ${show(parts)} for parts, not a list of them. ${how}`);
  }
  const wrong = parts.findIndex(each => typeof (each as Addable | null | undefined)?.[ADD] !== 'function');
  if (wrong >= 0) {
    throw new RectifierError(`rectifiers(tf, parts) received ${show(parts[wrong])} as parts[${wrong}]. ${how}`);
  }
}
