/** `rx.define`: functions of the user's own. */

import {checkDefinition} from '../define';
import {RectifierError} from '../errors';
import {isOurs} from '../host';
import {toSnake} from '../parameters';
import {part} from './part';
import {makePointwise, type Made} from './pointwise';

/** `rx.define`: op, layer and activation of a function of your own. */
export const define = part('define', installation => {
  const {classNameMap, rx} = installation;
  const defined = new Map<string, Made>();
  const ownerOf = (className: string, old: readonly string[]): string | null => {
    const entry = classNameMap[className];
    if (!entry || (old.includes(className) && isOurs(entry[0]))) return null;
    return isOurs(entry[0]) ? 'another class of this plugin' : 'a class of tf.js or of somebody else';
  };
  rx['define'] = (given: unknown) => {
    const definition = checkDefinition(given);
    const {name, className} = definition;
    // Under a name that was defined before, it replaces what was: notebooks and hot reload run a definition again.
    const old = defined.get(name)?.names ?? [];
    for (const wanted of new Set([name, toSnake(name), className])) {
      const owner =
        wanted === name && rx.functions.has(name) ? `rx.${name}, a function of the catalogue` : ownerOf(wanted, old);
      if (owner) {
        throw new RectifierError(
          `rx.define: the name '${wanted}' of '${name}' is taken by ${owner}. Models are saved by it, so choose another.`,
        );
      }
    }
    for (const each of old) if (isOurs(classNameMap[each]?.[0])) delete classNameMap[each];
    const made = makePointwise(installation, definition);
    defined.set(name, made);
    const {op, layer, activation} = made;
    return Object.assign((x: never, params: never) => (op as (...args: never[]) => unknown)(x, params), {
      layer,
      activation,
    });
  };
});
