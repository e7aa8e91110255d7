/** The functions of the catalogue in a list to choose from, by their groups. */

import type {Entry} from '../functions/controls';

export function FunctionOptions({entries}: {readonly entries: readonly Entry[]}) {
  return grouped(entries).map(([group, members]) => (
    <optgroup key={group} label={group}>
      {members.map(({name}) => (
        <option key={name}>{name}</option>
      ))}
    </optgroup>
  ));
}

/** Groups in the order of the catalogue. */
export function grouped(entries: readonly Entry[]): readonly (readonly [group: string, members: Entry[]])[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}
