/** A choice between a few words, as radio buttons that look like one. */

interface Option {
  readonly value: string;
  readonly label: string;
  readonly absent?: boolean;
}

export function Segments(props: {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
}) {
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <div class="segments" style={{gridTemplateColumns: `repeat(${props.options.length}, auto)`}}>
        {props.options.map(({value, label, absent = false}) => (
          <label key={value} class={absent ? 'absent' : ''}>
            <input
              type="radio"
              name={props.name}
              value={value}
              checked={value === props.value}
              disabled={absent || (props.disabled ?? false)}
              onChange={() => props.onChange(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
