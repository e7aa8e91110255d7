/** A net: its activation, what it decides, and how its layers fare. */

import {useMemo} from 'preact/hooks';
import {Chart} from '../components/Chart';
import {FunctionOptions} from '../components/FunctionOptions';
import {numberText, percent} from '../components/numbers';
import {Parameters} from '../components/Parameters';
import {controlsOf, type Entry} from '../functions/controls';
import {SHAPE_XS, type NetChoice, type Points, type Shape} from '../messages';
import {Decision} from './Decision';
import {netOf} from '../state';
import type {Shown} from './Learning';
import {canLearn, learnsByDefault} from './learns';

export function NetCard(props: {
  readonly index: number;
  readonly entries: readonly Entry[];
  readonly chosen: NetChoice;
  readonly shown: Shown | null;
  readonly points: Points | null;
  readonly layer: number;
  readonly disabled: boolean;
  readonly onChange: (chosen: NetChoice) => void;
  readonly onRemove: (() => void) | null;
}) {
  const {index, entries, chosen, shown, points, layer} = props;
  const title = `Net ${index + 1}`;
  const entry = entries.find(({name}) => name === chosen.name)!;
  const controls = controlsOf(entry, chosen.values);
  const latest = shown?.history.at(-1);
  const shape = shown?.pictures.shapes[layer];
  return (
    <li class="card net" style={{'--color': `var(--c${index + 1})`}} aria-label={title}>
      <div class="card-head">
        <label class="hidden" for={`net-${index}`}>
          Activation of net {index + 1}
        </label>
        <span class="swatch" aria-hidden="true" />
        <select
          id={`net-${index}`}
          value={chosen.name}
          disabled={props.disabled}
          onChange={event => props.onChange(netOf(event.currentTarget.value))}
        >
          <FunctionOptions entries={entries.filter(({kind}) => kind === 'pointwise')} />
        </select>
        {props.onRemove && (
          <button
            type="button"
            class="plain"
            disabled={props.disabled}
            onClick={props.onRemove}
            aria-label={`Remove net ${index + 1}`}
          >
            ✕
          </button>
        )}
      </div>
      {canLearn(entry.params) && (
        <label class="toggle small">
          <input
            type="checkbox"
            checked={chosen.learn ?? learnsByDefault(entry.params)}
            disabled={props.disabled}
            onChange={event => props.onChange({...chosen, learn: event.currentTarget.checked})}
          />
          learns its shape
        </label>
      )}
      {shown?.loaded && <p class="small loaded">Loaded: {shown.functions.join(', ') || 'no rectifiers'}</p>}
      <Decision
        boundary={shown?.pictures.boundary ?? null}
        points={points}
        label={`What net ${index + 1} decides at each place${latest ? `: ${percent(latest.accuracy)} of the points are right` : ''}`}
      />
      <dl class="scores">
        <div>
          <dt>right</dt>
          <dd class="accuracy">{latest ? percent(latest.accuracy) : '–'}</dd>
        </div>
        <div>
          <dt>loss</dt>
          <dd class="loss">{numberText(latest?.loss, 3)}</dd>
        </div>
      </dl>
      <table class="layers small">
        <caption class="hidden">Layers of net {index + 1}</caption>
        <thead>
          <tr>
            <th scope="col">layer</th>
            <td class="track" aria-hidden="true" />
            <th scope="col">gradient</th>
            <th scope="col">dead</th>
          </tr>
        </thead>
        <tbody>
          {latest?.gradients.map((gradient, i) => (
            <tr key={i} class={i === layer && latest.gradients.length > 2 ? 'current' : ''}>
              <th scope="row">{i + 1 === latest.gradients.length ? 'last' : i + 1}</th>
              <td class="track" aria-hidden="true">
                <span style={{width: `${100 * share(gradient)}%`}} />
              </td>
              <td>{numberText(gradient, 2)}</td>
              <td>{latest.dead[i] === null ? '' : `${Math.round(100 * latest.dead[i]!)}\u00a0%`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shape && <ShapeChart shape={shape} layer={layer} color={`--c${index + 1}`} />}
      {controls.length > 0 && (
        <details class="values-of">
          <summary class="small">Parameters{props.disabled ? '' : ' at the start'}</summary>
          <fieldset disabled={props.disabled}>
            <legend class="hidden">Parameters of net {index + 1}</legend>
            <Parameters
              id={`n${index}`}
              controls={controls}
              signs={entry.signs}
              values={chosen.values}
              onChange={values => props.onChange({...chosen, values})}
            />
          </fieldset>
        </details>
      )}
    </li>
  );
}

/** Of the bar: from a millionth to ten, by powers of ten. */
const share = (gradient: number): number =>
  Math.min(1, Math.max(0, (Math.log10(Math.max(gradient, 1e-30)) + 6) / 7)) || 0;

function ShapeChart({shape, layer, color}: {readonly shape: Shape; readonly layer: number; readonly color: string}) {
  const {start, learnt, name, learned} = shape;
  const data = useMemo(() => {
    const mean = SHAPE_XS.map((_, i) => learnt.reduce((sum, curve) => sum + curve[i]!, 0) / learnt.length);
    return [SHAPE_XS, ...learnt, ...(learnt.length ? [mean] : []), ...(start ? [start] : [])] as never;
  }, [shape]);
  const thin = learnt.map((_, i) => ({label: `channel ${i + 1}`, color, width: 1, alpha: 0.4}));
  const lines = [
    ...thin,
    ...(learnt.length ? [{label: 'mean', color, width: 2.5}] : []),
    // What learns nothing is as it was at the start.
    ...(start && learnt.length ? [{label: 'start', color: '--quiet', width: 1.5, dash: [4, 4]}] : []),
    ...(start && !learnt.length ? [{label: 'fixed', color, width: 2.5}] : []),
  ];
  return (
    <figure class="shape">
      <Chart height={150} lines={lines} data={data} />
      <figcaption class="small quiet">
        {name}, layer {layer + 1}: {learned.length ? learned.join('; ') : 'nothing to learn'}
      </figcaption>
    </figure>
  );
}
