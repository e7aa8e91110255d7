/** Nets that differ in their activation alone, learning side by side. */

import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {Segments} from '../components/Segments';
import type {Entry} from '../functions/controls';
import type {Ask, Frame, Measured, NetState, Pictures, Points, Structure} from '../messages';
import {MOST_NETS, netOf, type State} from '../state';
import {DATASETS, type Dataset} from './data';
import {Histories} from './Histories';
import {Keep} from './Keep';
import {NetCard} from './NetCard';

/** A net as the page shows it. */
export interface Shown {
  readonly functions: readonly string[];
  readonly size: number;
  readonly history: readonly Measured[];
  readonly pictures: Pictures;
  /** It came from a file or from the browser's storage. */
  readonly loaded: boolean;
}

export interface LearningProps {
  readonly entries: readonly Entry[];
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
  readonly ask: Ask;
  readonly backend: string | null;
  /** What the worker tells of training goes there. */
  readonly onFrame: {current: (frame: Frame) => void};
  readonly busy: boolean;
  readonly setBusy: (busy: boolean) => void;
  readonly say: (message: string) => void;
  readonly fail: (doing: string, error: Error) => void;
}

const shownOf = ({measured, ...rest}: NetState, loaded = false): Shown => ({...rest, history: [measured], loaded});

export function Learning(props: LearningProps) {
  const {state, change, ask, backend, busy, say, fail} = props;
  const {structure, nets, rate, steps} = state;
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [points, setPoints] = useState<Points | null>(null);
  const [progress, setProgress] = useState<{readonly done: number; readonly of: number} | null>(null);
  const [said, setSaid] = useState('');
  const [runs, setRuns] = useState(0);
  const [layer, setLayer] = useState(0);
  const [afresh, setAfresh] = useState(0);
  const training = progress !== null;

  async function exclusively(doing: string, work: () => Promise<void>) {
    if (busy) return;
    props.setBusy(true);
    try {
      await work();
    } catch (error) {
      fail(doing, error as Error);
    } finally {
      props.setBusy(false);
    }
  }

  // Every change of the set-up begins anew; of changes that follow each other, only the last counts.
  const setUp = JSON.stringify([structure, nets, afresh]);
  const wanted = useRef('');
  useEffect(() => {
    if (!backend || wanted.current === setUp) return;
    wanted.current = setUp;
    props.setBusy(true);
    ask('setUp', structure, nets).then(
      made => {
        if (wanted.current !== setUp) return;
        setPoints(made.points);
        setShown(made.nets.map(net => shownOf(net)));
        setSaid('');
        props.setBusy(false);
      },
      error => {
        if (wanted.current !== setUp) return;
        fail('Making the nets failed', error as Error);
        props.setBusy(false);
      },
    );
  }, [setUp, backend]);

  props.onFrame.current = frame => {
    const began = performance.now();
    // In the second frame from now the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => void ask('drawn', performance.now() - began)));
    setProgress(before => before && {...before, done: frame.done});
    setShown(before =>
      before.map((net, i) => {
        const news = frame.nets[i];
        return news ? {...net, history: [...net.history, ...news.measured], pictures: news.pictures} : net;
      }),
    );
  };

  const train = () =>
    exclusively('Training failed', async () => {
      setProgress({done: 0, of: steps});
      const started = performance.now();
      try {
        const {done, stopped, lost} = await ask('train', {steps, rate});
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const sentence = `${stopped ? 'Stopped after' : 'Trained for'} ${done} steps on ${backend}, in ${seconds} s.`;
        setSaid(sentence);
        if (lost.length) fail('Training', new Error(lost.join(' ')));
        else say(sentence);
      } finally {
        setProgress(null);
        setRuns(count => count + 1);
      }
    });

  const replace = (index: number, net: NetState) =>
    setShown(before => before.map((each, i) => (i === index ? shownOf(net, true) : each)));
  const restructure = (part: Partial<Structure>) => change({structure: {...structure, ...part}});
  const depth = Math.max(0, ...shown.map(net => net.history[0]!.gradients.length - 1));
  const layerShown = Math.min(layer, Math.max(0, depth - 1));
  const histories = useMemo(() => shown.map(({history}) => history), [shown]);

  return (
    <div class="learning">
      <section class="card settings" aria-labelledby="settings-title">
        <div class="card-head">
          <h2 id="settings-title">The lesson</h2>
          <p class="small quiet">
            {nets.length > 1 ? 'The nets start from the same weights and see the same points.' : 'One net.'}
          </p>
        </div>
        <fieldset class="fields" disabled={training}>
          <legend class="hidden">Set-up</legend>
          <Segments
            name="data"
            legend="Points"
            options={DATASETS.map(value => ({value, label: value}))}
            value={structure.data}
            disabled={training}
            onChange={value => restructure({data: value as Dataset})}
          />
          <Pick
            label="Noise"
            value={structure.noise}
            options={[0, 0.05, 0.1, 0.2]}
            onChange={noise => restructure({noise})}
          />
          <Pick
            label="Hidden layers"
            value={structure.layers}
            options={[1, 2, 3, 4]}
            onChange={layers => restructure({layers})}
          />
          <Pick
            label="Units each"
            value={structure.units}
            options={[4, 8, 12, 16, 24]}
            onChange={units => restructure({units})}
          />
          <Pick
            label="Learning rate"
            value={rate}
            options={[0.001, 0.003, 0.01, 0.03, 0.1]}
            onChange={next => change({rate: next})}
          />
          <Pick label="Steps" value={steps} options={[100, 500, 1000, 3000]} onChange={next => change({steps: next})} />
        </fieldset>
        <div class="run">
          <div class="actions">
            <button id="train" type="button" class="primary" aria-disabled={busy || !shown.length} onClick={train}>
              Train
            </button>
            <button id="stop" type="button" aria-disabled={!training} onClick={() => training && void ask('stop')}>
              Stop
            </button>
            <button
              id="afresh"
              type="button"
              aria-disabled={busy}
              onClick={() => {
                if (!busy) setAfresh(afresh + 1);
              }}
            >
              Start afresh
            </button>
          </div>
          <progress
            max={1}
            value={progress ? progress.done / progress.of : said ? 1 : 0}
            aria-label="Progress of the training"
          />
          <p id="train-state" class="small quiet state" data-runs={runs}>
            {progress ? `Step ${progress.done} of ${progress.of}` : said || '\u00a0'}
          </p>
        </div>
      </section>

      {depth > 1 && (
        <Segments
          name="layer"
          legend="Curves and gradients are shown of the hidden layer"
          options={Array.from({length: depth}, (_, i) => ({value: String(i), label: String(i + 1)}))}
          value={String(layerShown)}
          onChange={value => setLayer(Number(value))}
        />
      )}
      <ul class="nets" aria-label="Nets">
        {nets.map((net, i) => (
          <NetCard
            key={i}
            index={i}
            entries={props.entries}
            chosen={net}
            shown={shown[i] ?? null}
            points={points}
            layer={layerShown}
            disabled={training}
            onChange={next => change({nets: nets.map((each, j) => (j === i ? next : each))})}
            onRemove={nets.length > 1 ? () => change({nets: nets.filter((_, j) => j !== i)}) : null}
          />
        ))}
      </ul>
      {nets.length < MOST_NETS && (
        <button
          type="button"
          class="add"
          disabled={training}
          onClick={() => change({nets: [...nets, netOf('swishBeta')]})}
        >
          Add a net
        </button>
      )}
      <Histories
        histories={histories}
        nets={nets.map(({name}, i) => shown[i]?.functions.join(', ') || name)}
        layer={layerShown}
      />
      <Keep
        {...{ask, say, exclusively, busy}}
        nets={nets.map(({name}, i) => `${i + 1}: ${shown[i]?.functions.join(', ') || name}`)}
        ready={shown.length > 0}
        onLoad={replace}
      />
    </div>
  );
}

/** A list of numbers; one that came by a link is among them. */
function Pick(props: {
  readonly label: string;
  readonly value: number;
  readonly options: readonly number[];
  readonly onChange: (value: number) => void;
}) {
  const options = [...new Set([...props.options, props.value])].sort((a, b) => a - b);
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={String(props.value)} onChange={event => props.onChange(Number(event.currentTarget.value))}>
        {options.map(option => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
