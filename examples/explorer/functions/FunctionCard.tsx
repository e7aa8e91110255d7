/** A function that is on the plot: its formula and its parameters. */

import {Parameters} from '../components/Parameters';
import type {Chosen, Values} from '../messages';
import {controlsOf, type Entry} from './controls';

export function FunctionCard(props: {
  readonly chosen: Chosen;
  readonly entry: Entry;
  readonly index: number;
  readonly withDerivative: boolean;
  readonly error: string | null;
  readonly onChange: (values: Values) => void;
  readonly onCopy: (() => void) | null;
  readonly onRemove: () => void;
}) {
  const {chosen, entry, index} = props;
  const controls = controlsOf(entry, chosen.values);
  const formulas = [...entry.formula, ...(props.withDerivative ? entry.derivative : [])];
  const isChanged = Object.keys(chosen.values).length > 0;
  return (
    <li class="card function" style={{'--color': `var(--c${index + 1})`}}>
      <div class="card-head">
        <h2>
          <span class="swatch" aria-hidden="true" />
          {entry.name}
        </h2>
        <div class="tools">
          {isChanged && (
            <button type="button" class="plain" onClick={() => props.onChange({})}>
              Defaults
            </button>
          )}
          {props.onCopy && (
            <button type="button" class="plain" onClick={props.onCopy} aria-label={`Another ${entry.name} to compare`}>
              Copy
            </button>
          )}
          <button type="button" class="plain" onClick={props.onRemove} aria-label={`Remove ${entry.name}`}>
            ✕
          </button>
        </div>
      </div>
      <p class="small quiet">{entry.summary}</p>
      <div class="formulas" tabindex={0} role="group" aria-label={`Formula of ${entry.name}`}>
        {formulas.map((html, i) => (
          <div key={i} dangerouslySetInnerHTML={{__html: html}} />
        ))}
      </div>
      <Parameters
        id={`f${index}`}
        controls={controls}
        signs={entry.signs}
        values={chosen.values}
        onChange={props.onChange}
      />
      {props.error && (
        <p class="small bad" role="alert">
          {props.error}
        </p>
      )}
      <p class="small quiet source">{entry.reference}</p>
    </li>
  );
}
