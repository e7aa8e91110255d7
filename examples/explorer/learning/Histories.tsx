/** How loss, gradients and dead units went, of all nets. */

import {useMemo} from 'preact/hooks';
import {Chart} from '../components/Chart';
import type {Measured} from '../messages';

export function Histories(props: {
  readonly histories: readonly (readonly Measured[])[];
  readonly nets: readonly string[];
  readonly layer: number;
}) {
  const {histories, nets, layer} = props;
  const ordinal = `layer ${layer + 1}`;
  return (
    <section class="card histories" aria-labelledby="histories-title">
      <div class="card-head">
        <h2 id="histories-title">How it went</h2>
        <ul class="legend small">
          {nets.map((net, i) => (
            <li key={i} style={{'--color': `var(--c${i + 1})`}}>
              <span class="swatch" aria-hidden="true" />
              {i + 1}: {net}
            </li>
          ))}
        </ul>
      </div>
      <div class="charts">
        <History title="Loss" {...{histories, nets}} of={({loss}) => loss} logarithmic />
        <History
          title={`Gradient in ${ordinal}`}
          {...{histories, nets}}
          of={({gradients}) => gradients[layer] ?? null}
          logarithmic
        />
        <History
          title={`Dead units in ${ordinal}, %`}
          {...{histories, nets}}
          of={({dead}) => (dead[layer] === null || dead[layer] === undefined ? null : 100 * dead[layer])}
          y={[0, 100]}
        />
      </div>
      <p class="small quiet">
        The gradient is the norm of the loss’s derivative in a layer’s weights. A unit is dead if its activation’s
        derivative is below 0.001 at every point: nothing moves it then.
      </p>
    </section>
  );
}

function History(props: {
  readonly title: string;
  readonly histories: readonly (readonly Measured[])[];
  readonly nets: readonly string[];
  readonly of: (measured: Measured) => number | null;
  readonly logarithmic?: boolean;
  readonly y?: readonly [number, number];
}) {
  const {histories, of, logarithmic = false} = props;
  const data = useMemo(() => {
    const steps = [...new Set(histories.flatMap(history => history.map(({step}) => step)))].sort((a, b) => a - b);
    const columns = histories.map(history => {
      const values = new Map(history.map(measured => [measured.step, of(measured)]));
      return steps.map(step => {
        const value = values.get(step) ?? null;
        return value === null || (logarithmic && !(value > 0)) ? null : value;
      });
    });
    return [steps.length ? steps : [0], ...(columns.length ? columns : [])] as never;
  }, [histories, props.title]);
  const lines = histories.map((_, i) => ({label: `net ${i + 1}`, color: `--c${i + 1}`, width: 2}));
  return (
    <figure>
      <figcaption>{props.title}</figcaption>
      <Chart height={210} x={spanOf(histories)} {...{lines, data, logarithmic}} y={props.y} />
    </figure>
  );
}

/** Never nothing, which would have no scale. */
function spanOf(histories: readonly (readonly Measured[])[]): readonly [number, number] {
  return [0, Math.max(10, ...histories.map(history => history.at(-1)?.step ?? 0))];
}
