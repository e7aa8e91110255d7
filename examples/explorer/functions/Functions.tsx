/** Functions on one plot, with their derivatives, formulas and parameters. */

import {useMemo} from 'preact/hooks';
import type {Chosen} from '../messages';
import {isRange, MOST_FUNCTIONS, type State} from '../state';
import {completeValues, type Entry} from './controls';
import {FunctionCard} from './FunctionCard';
import {Picker} from './Picker';
import {Plot} from './Plot';
import {useCurves} from './useCurves';
import type {Ask} from '../messages';

export function Functions(props: {
  readonly entries: readonly Entry[];
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
  readonly ask: Ask;
  /** The backend that runs; null while none does. */
  readonly backend: string | null;
  readonly fail: (doing: string, error: Error) => void;
}) {
  const {entries, state, change} = props;
  const byName = useMemo(() => new Map(entries.map(entry => [entry.name, entry])), [entries]);
  const plotted = state.functions.map(chosen => ({chosen, entry: byName.get(chosen.name)!}));
  const {from, to, orders} = state;
  const functions = plotted.map(({chosen: {name, values}, entry}) => ({name, values: completeValues(entry, values)}));
  const labels = labelsOf(state.functions);
  const result = useCurves({...props, labels, request: {functions, from, to, count: COUNT, orders}});

  const set = (list: readonly Chosen[]) => change({functions: list});
  const toggle = (name: string) => {
    const others = state.functions.filter(chosen => chosen.name !== name);
    if (others.length < state.functions.length) set(others);
    else if (others.length < MOST_FUNCTIONS) set([...others, {name, values: {}}]);
  };
  return (
    <div class="functions">
      <Picker entries={entries} chosen={state.functions.map(({name}) => name)} onToggle={toggle} />
      <div class="work">
        <Plot
          labels={labels}
          result={result}
          {...{orders, from, to}}
          onOrders={next => change({orders: next})}
          onRange={(low, high) => {
            if (isRange(low, high)) change({from: low, to: high});
          }}
        />
        <ul class="chosen" aria-label="Functions on the plot">
          {plotted.map(({chosen, entry}, i) => {
            const curve = result?.labels[i] === labels[i] ? result?.curves[i] : undefined;
            return (
              <FunctionCard
                key={`${i} ${chosen.name}`}
                {...{chosen, entry}}
                index={i}
                withDerivative={orders.some(order => order > 0)}
                error={curve && 'error' in curve ? curve.error : null}
                onChange={values => set(state.functions.map((each, j) => (j === i ? {...each, values} : each)))}
                onCopy={
                  state.functions.length < MOST_FUNCTIONS && Object.keys(entry.params).length
                    ? () => set(state.functions.flatMap((each, j) => (j === i ? [each, each] : [each])))
                    : null
                }
                onRemove={() => set(state.functions.filter((_, j) => j !== i))}
              />
            );
          })}
        </ul>
      </div>
    </div>
  );
}

/** A hundred steps for each unit of the usual range, so that round numbers are among them. */
const COUNT = 801;

/** Where a function is there more than once, with its values. */
function labelsOf(functions: readonly Chosen[]): readonly string[] {
  return functions.map(({name, values}) => {
    const twice = functions.filter(other => other.name === name).length > 1;
    const given = Object.entries(values).map(([key, value]) => `${key} ${value}`);
    return twice && given.length ? `${name}, ${given.join(', ')}` : name;
  });
}
