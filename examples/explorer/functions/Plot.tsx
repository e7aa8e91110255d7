/** The plot, which derivatives are on it, from where to where, and the values at the cursor. */

import {useEffect, useMemo, useState} from 'preact/hooks';
import {Chart, type Line} from '../components/Chart';
import {numberText} from '../components/numbers';
import type {Computed} from './useCurves';

const NAMES = ['f(x)', 'f′(x)', 'f″(x)'];
const WORDS = ['the functions', 'first derivatives', 'second derivatives'];
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [7, 4], [2, 4]];

export function Plot(props: {
  /** Of what is chosen; until its curves are there, those before stay, with their names. */
  readonly labels: readonly string[];
  readonly result: Computed | null;
  readonly orders: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly onOrders: (orders: readonly number[]) => void;
  readonly onRange: (from: number, to: number) => void;
}) {
  const {result, orders, from, to} = props;
  const labels = result?.labels ?? props.labels;
  const [place, setPlace] = useState(INITIAL_PLACE);
  const curves = useMemo(() => (result?.curves ?? []).map(each => ('values' in each ? each.values : [])), [result]);
  const shown = result?.orders ?? orders;
  const lines = labels.flatMap((label, i) =>
    shown.map((order, j): Line => {
      const dash = DASHES[order];
      return {label: `${label}${j}`, color: `--c${i + 1}`, width: order ? 2 : 2.5, ...(dash && {dash})};
    }),
  );
  const data = useMemo(() => {
    const xs = result?.xs ?? Float32Array.of(from, to);
    const blank = new Array<null>(xs.length).fill(null);
    const columns = labels.flatMap((_, i) => shown.map((_, j) => curves[i]?.[j] ?? blank));
    // uPlot takes infinities and NaN for numbers.
    return [xs, ...columns.map(each => Array.from(each, y => (Number.isFinite(y) ? y : null)))] as never;
  }, [curves, labels.length, shown.length]);
  const y = useMemo(() => verticalRange(curves.flat(), to - from), [curves]);
  const x = result?.xs[place];

  const keys: Record<string, number> = {
    ...{ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10},
    ...{Home: -Infinity, End: Infinity},
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = keys[event.key];
    if (move === undefined || !result || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 1 : STEP;
    setPlace(Math.min(result.xs.length - 1, Math.max(0, place + move * step)));
  };
  const said = labels.map((label, i) => {
    const values = shown.map(
      (order, j) => `${order ? `${WORDS[order]!.replace(/s$/, '')} ` : ''}${at(curves[i]?.[j])}`,
    );
    return `${label} ${values.join(', ')}`;
  });
  function at(curve: Float32Array | undefined): string {
    return numberText(curve?.[place]);
  }
  const zoom = (factor: number) => {
    const [middle, half] = [(from + to) / 2, ((to - from) / 2) * factor];
    props.onRange(rounded(middle - half), rounded(middle + half));
  };

  return (
    <section class="card plot" aria-label="Plot">
      <div class="card-head">
        <fieldset class="orders">
          <legend class="hidden">What is plotted</legend>
          {NAMES.map((name, order) => (
            <label key={name} class="toggle">
              <input
                type="checkbox"
                checked={orders.includes(order)}
                aria-label={WORDS[order]}
                onChange={event => {
                  const others = orders.filter(each => each !== order);
                  props.onOrders(event.currentTarget.checked ? [...others, order].sort() : others);
                }}
              />
              <span class={`dash dash${order}`} aria-hidden="true" />
              <i aria-hidden="true">{name}</i>
            </label>
          ))}
        </fieldset>
        <div class="range">
          <RangeField label="x from" value={from} onChange={low => props.onRange(low, to)} />
          <RangeField label="to" value={to} onChange={high => props.onRange(from, high)} />
          <button type="button" aria-label="Zoom in" onClick={() => zoom(0.5)}>
            +
          </button>
          <button type="button" aria-label="Zoom out" onClick={() => zoom(2)}>
            −
          </button>
          <button type="button" class="plain" onClick={() => props.onRange(-4, 4)}>
            Reset
          </button>
        </div>
      </div>
      <div
        class="canvas"
        role="slider"
        tabindex={0}
        aria-label="Where values are read on the plot"
        aria-orientation="horizontal"
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={x ?? from}
        aria-valuetext={`x ${numberText(x)}: ${said.join('; ')}`}
        onKeyDown={onKeyDown}
        data-backend={result?.backend ?? ''}
      >
        <Chart
          height={HEIGHT}
          lines={lines}
          data={data}
          x={[from, to]}
          y={y}
          jumps
          pointer={{onPlace: setPlace, onSelect: (low, high) => props.onRange(rounded(low), rounded(high))}}
          place={place}
        />
      </div>
      <div class="values" tabindex={0} role="group" aria-label="Values at the cursor">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <i>x</i> = <span id="x">{numberText(x)}</span>
              </th>
              {shown.map(order => (
                <th key={order} scope="col">
                  <i>{NAMES[order]}</i>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, i) => (
              <tr key={i} style={{'--color': `var(--c${i + 1})`}}>
                <th scope="row">
                  <span class="swatch" aria-hidden="true" />
                  {label}
                </th>
                {shown.map((order, j) => (
                  <td key={order}>{at(curves[i]?.[j])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {!props.labels.length && <p class="quiet">Choose a function.</p>}
      </div>
      <p class="small quiet">
        Computed {result ? `on ${result.backend} ` : ''}by the package itself, as float32.{' '}
        <span class="keys">
          On the plot: arrow keys move the cursor, with Shift in the smallest steps; dragging sideways zooms in.
        </span>
      </p>
    </section>
  );
}

const HEIGHT = 400;
/** At 1, in the usual range. */
const INITIAL_PLACE = 500;
/** A tenth, in the usual range. */
const STEP = 10;

function RangeField(props: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(props.value));
  useEffect(() => setText(String(props.value)), [props.value]);
  return (
    <label class="small">
      {props.label}{' '}
      <input
        type="text"
        inputMode="decimal"
        value={text}
        onInput={event => setText(event.currentTarget.value)}
        onChange={event => {
          const value = Number(event.currentTarget.value.replace('−', '-'));
          if (event.currentTarget.value.trim() && Number.isFinite(value)) props.onChange(value);
          setText(String(props.value));
        }}
      />
    </label>
  );
}

/** What grows fast does not flatten all the rest: at most four times as high as half of it is wide. */
function verticalRange(curves: readonly Float32Array[], width: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const curve of curves) {
    for (const value of curve) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [-1, 1];
  const most = 2 * width;
  [low, high] = [Math.max(low, -most), Math.min(high, most)];
  if (low >= high) [low, high] = [low - 1, low + 1];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

const rounded = (value: number): number => Number(value.toPrecision(4));
