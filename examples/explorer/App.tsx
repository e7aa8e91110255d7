/** The whole page: backends, the two views, and the link that keeps their state. */

import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {BACKENDS} from '../common/backends.mjs';
import {Segments} from './components/Segments';
import type {Entry} from './functions/controls';
import {Functions} from './functions/Functions';
import {Learning} from './learning/Learning';
import type {Ask, Frame} from './messages';
import {fromHash, toHash, type State} from './state';

export interface AppProps {
  readonly entries: readonly Entry[];
  readonly ask: Ask;
  readonly onFrame: {current: (frame: Frame) => void};
  readonly say: (message: string) => void;
  readonly fail: (doing: string, error: Error) => void;
}

const VIEWS = [
  {id: 'functions', title: 'Functions'},
  {id: 'learning', title: 'Watch it learn'},
] as const;

export function App(props: AppProps) {
  const {entries, ask, say, fail} = props;
  const known = useMemo(() => new Set(entries.filter(({kind}) => kind !== 'layer').map(({name}) => name)), [entries]);
  const read = (url: string) => {
    const {state, problems} = fromHash(decodeURI(new URL(url).hash), known);
    if (problems.length) fail('Part of the link makes no sense here', new Error(problems.join(', ')));
    return state;
  };
  const [state, setState] = useState<State>(() => read(location.href));
  const [missing, setMissing] = useState<Readonly<Record<string, string | null>> | null>(null);
  const [backend, setBackend] = useState<string | null>(null);
  const [starting, setStarting] = useState('');
  /** The backend that was chosen, while it starts. */
  const [choosing, setChoosing] = useState<string | null>(null);
  const [busy, setBusy] = useState(true);
  /** The second view is made when it is first looked at. */
  const visited = useRef(new Set<string>());
  visited.current.add(state.view);
  const change = (part: Partial<State>) => setState(before => ({...before, ...part}));

  useEffect(() => {
    // Browsers allow a few hundred changes in half a minute.
    const timer = setTimeout(() => {
      if (toHash(state) !== decodeURI(location.hash)) history.replaceState(null, '', toHash(state) || '#');
    }, 200);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    // Not location's, which may be written again before the event comes.
    const changed = ({newURL}: HashChangeEvent) => setState(read(newURL));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);

  /** Tries one backend after the other. */
  async function start([name, ...others]: readonly string[]): Promise<void> {
    if (!name) throw new Error('No backend started.');
    setStarting(`Starting ${name}…`);
    const began = performance.now();
    try {
      const running = await ask('useBackend', name);
      setBackend(running);
      setStarting(`On ${running}, started in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      fail(`${name} did not start`, error as Error);
      setStarting(backend ? `Still on ${backend}` : '');
      if (others.length || !backend) await start(others);
    }
  }

  useEffect(() => {
    void (async () => {
      try {
        const found = await ask('missingBackends');
        setMissing(found);
        const asked = state.backend;
        if (asked && found[asked] !== null) {
          fail(`The link asks for ${asked}`, new Error(found[asked] ?? 'there is no such backend'));
        }
        await start([asked, 'wasm', 'cpu'].filter((name): name is string => name !== null && found[name] === null));
        setBusy(false);
      } catch (error) {
        setStarting('The page could not start.');
        fail('The page could not start', error as Error);
      }
    })();
  }, []);

  async function choose(name: string) {
    if (busy) return;
    setBusy(true);
    setChoosing(name);
    await start([name]).catch(() => {});
    setChoosing(null);
    setBusy(false);
    change({backend: name});
  }

  const copyLink = async () => {
    const link = new URL(toHash(state) || '#', location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      say('The link is copied: it opens the page as it is now.');
    } catch {
      history.replaceState(null, '', link);
      say('The link is in the address bar: it opens the page as it is now.');
    }
  };

  const shared = {entries, state, change, ask, backend, fail};
  return (
    <>
      <header>
        <div class="headline">
          <p class="kicker">
            <svg viewBox="0 0 32 20" aria-hidden="true">
              <path d="M2 16h9c5 0 8-3 18-14" />
            </svg>
            tfjs-rectifiers
          </p>
          <h1>Explore rectifiers</h1>
          <p class="lead">
            Every function of the package with its derivatives, and small nets that learn with them, computed here in
            your browser by the package itself.
          </p>
        </div>
        <div class="backends">
          <Segments
            name="backend"
            legend="Runs on"
            options={BACKENDS.map((name: string) => ({value: name, label: name, absent: Boolean(missing?.[name])}))}
            value={choosing ?? backend}
            disabled={busy}
            onChange={name => void choose(name)}
          />
          <p id="backend-state" class="quiet small" role="status">
            {starting || 'Starting TensorFlow.js…'}
          </p>
          <ul id="backend-missing" class="quiet small missing">
            {BACKENDS.filter((name: string) => missing?.[name]).map((name: string) => (
              <li key={name}>
                No {name}: {missing![name]}.
              </li>
            ))}
          </ul>
        </div>
      </header>
      <nav class="views" aria-label="Views">
        {VIEWS.map(({id, title}) => (
          <button
            key={id}
            type="button"
            aria-current={state.view === id ? 'page' : undefined}
            onClick={() => change({view: id})}
          >
            {title}
          </button>
        ))}
        <button type="button" class="plain" id="link" onClick={() => void copyLink()}>
          Copy link
        </button>
      </nav>
      <main id="main" data-busy={String(busy)}>
        <div hidden={state.view !== 'functions'}>{visited.current.has('functions') && <Functions {...shared} />}</div>
        <div hidden={state.view !== 'learning'}>
          {visited.current.has('learning') && (
            <Learning {...shared} onFrame={props.onFrame} {...{busy, setBusy, say}} />
          )}
        </div>
      </main>
      <footer class="quiet small">Everything runs in this page: nothing that you choose or train leaves it.</footer>
    </>
  );
}
