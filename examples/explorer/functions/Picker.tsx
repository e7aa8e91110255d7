/** All functions, to put on the plot or take off it. */

import {useState} from 'preact/hooks';
import {grouped} from '../components/FunctionOptions';
import {MOST_FUNCTIONS} from '../state';
import type {Entry} from './controls';

const WIDE = '(width >= 1000px)';

export function Picker(props: {
  readonly entries: readonly Entry[];
  readonly chosen: readonly string[];
  readonly onToggle: (name: string) => void;
}) {
  const [text, setText] = useState('');
  const [open] = useState(() => matchMedia(WIDE).matches);
  const isFull = props.chosen.length >= MOST_FUNCTIONS;
  const matching = ({name, summary}: Entry) => `${name} ${summary}`.toLowerCase().includes(text.trim().toLowerCase());
  const groups = grouped(props.entries.filter(({kind}) => kind !== 'layer').filter(matching));
  const layers = props.entries.filter(({kind}) => kind === 'layer').map(({name}) => name);
  return (
    <details class="card picker" open={open}>
      <summary>
        <h2>Choose functions</h2>
        <span class="small quiet">
          {props.chosen.length} of {MOST_FUNCTIONS}
        </span>
      </summary>
      <label class="hidden" for="filter">
        Find a function
      </label>
      <input
        id="filter"
        type="search"
        placeholder="Find…"
        autoComplete="off"
        value={text}
        onInput={event => setText(event.currentTarget.value)}
      />
      <div class="groups">
        {groups.map(([group, members]) => (
          <section key={group}>
            <h3>{group}</h3>
            <div class="chips">
              {members.map(({name, summary}) => {
                const at = props.chosen.indexOf(name);
                return (
                  <button
                    key={name}
                    type="button"
                    class="chip"
                    title={summary}
                    style={at < 0 ? undefined : {'--color': `var(--c${at + 1})`}}
                    aria-pressed={at >= 0}
                    aria-disabled={isFull && at < 0}
                    onClick={() => props.onToggle(name)}
                  >
                    {name}
                  </button>
                );
              })}
            </div>
          </section>
        ))}
        {!groups.length && <p class="quiet small">No function is called that.</p>}
      </div>
      <p class="small quiet">Layers that are no function of one number: {layers.join(', ')}.</p>
    </details>
  );
}
