/** Sliders and lists for the parameters of a function. */

import {useState} from 'preact/hooks';
import type {ChoiceControl, Control, NumberControl} from '../functions/controls';
import type {Value, Values} from '../messages';
import {numberText} from './numbers';

export function Parameters(props: {
  readonly id: string;
  readonly controls: readonly Control[];
  readonly signs: Readonly<Record<string, string>>;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}) {
  const set = (name: string) => (value: Value) => props.onChange({...props.values, [name]: value});
  return (
    <div class="parameters">
      {props.controls.map(control => {
        const {name, initial} = control;
        const shared = {
          id: `${props.id}-${name}`,
          sign: props.signs[name],
          value: props.values[name] === undefined ? initial : props.values[name],
          onChange: set(name),
        };
        return control.kind === 'choice' ? (
          <Choice key={name} control={control} {...shared} />
        ) : (
          <NumberField key={name} control={control} {...shared} />
        );
      })}
    </div>
  );
}

interface Shared {
  readonly id: string;
  readonly sign: string | undefined;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

function Choice({control, id, value, onChange}: Shared & {readonly control: ChoiceControl}) {
  return (
    <div class="parameter" title={control.description}>
      <label for={id}>{control.label ?? control.name}</label>
      <select id={id} value={String(value)} onChange={event => onChange(event.currentTarget.value)}>
        {control.choices.map(choice => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    </div>
  );
}

function NumberField({control, id, sign, value, onChange}: Shared & {readonly control: NumberControl}) {
  const {name, label = name, description, initial, from, to, step} = control;
  // What is being typed may be no number yet.
  const [typed, setTyped] = useState<string | null>(null);
  const isNone = value === null;
  const number = typeof value === 'number' ? value : Math.min(to, Math.max(from, 1));
  const type = (text: string) => {
    setTyped(text);
    if (text.trim() !== '' && Number.isFinite(Number(text))) onChange(Number(text));
  };
  return (
    <div class="parameter" title={description}>
      <label for={id}>
        {label}
        {sign && name.length > 1 && <span class="sign" aria-hidden="true" dangerouslySetInnerHTML={{__html: sign}} />}
      </label>
      {initial === null && (
        <label class="toggle">
          <input
            type="checkbox"
            checked={isNone}
            onChange={event => onChange(event.currentTarget.checked ? null : number)}
          />
          none
        </label>
      )}
      {!isNone && (
        <>
          <input
            type="range"
            id={id}
            {...{min: from, max: to, step}}
            value={number}
            aria-valuetext={numberText(number)}
            onInput={event => onChange(Number(event.currentTarget.value))}
          />
          <input
            type="text"
            inputMode="decimal"
            aria-label={`${label}, as a number`}
            value={typed ?? String(Number(number.toPrecision(5)))}
            onFocus={event => event.currentTarget.select()}
            onInput={event => type(event.currentTarget.value)}
            onBlur={() => setTyped(null)}
          />
        </>
      )}
    </div>
  );
}
