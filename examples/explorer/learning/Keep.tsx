/** Saves a net and loads it, in this browser or as files. */

import {useEffect, useRef, useState} from 'preact/hooks';
import {saveFiles} from '../../common/saveFiles.mjs';
import type {Ask, NetState} from '../messages';

export function Keep(props: {
  readonly ask: Ask;
  readonly nets: readonly string[];
  readonly ready: boolean;
  readonly busy: boolean;
  readonly exclusively: (doing: string, work: () => Promise<void>) => Promise<void>;
  readonly say: (message: string) => void;
  readonly onLoad: (index: number, net: NetState) => void;
}) {
  const {ask, say, exclusively, nets} = props;
  const [saved, setSaved] = useState<{readonly date: Date; readonly bytes: number} | null>(null);
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const net = Math.min(chosen, nets.length - 1);
  const off = props.busy || !props.ready;
  const look = async () => setSaved(await ask('saved'));
  useEffect(() => void look().catch(() => {}), []);

  const save = () =>
    exclusively('Saving failed', async () => {
      await ask('saveInBrowser', net);
      await look();
      say(`Net ${net + 1} is saved in this browser (IndexedDB): it is there after a reload.`);
    });
  const load = () =>
    exclusively('Loading failed', async () => {
      props.onLoad(net, await ask('loadFromBrowser', net));
      say(`Net ${net + 1} is the one that was saved in this browser.`);
    });
  const download = () =>
    exclusively('Saving to files failed', async () => {
      const files = await ask('files', net);
      await saveFiles(files as never);
      say(`Downloading ${files.map(({name}) => name).join(' and ')}: keep them in one folder.`);
    });
  const open = async (files: readonly File[]) => {
    await exclusively('Loading the files failed', async () => {
      props.onLoad(net, await ask('loadFiles', net, files));
      say(`Net ${net + 1} is the one of ${files.map(({name}) => name).join(' and ')}.`);
    });
  };

  return (
    <section class="card keep" aria-labelledby="keep-title">
      <div class="card-head">
        <h2 id="keep-title">Keep a net</h2>
        <label class="field inline small">
          <span>Net</span>
          <select id="keep-net" value={String(net)} onChange={event => setChosen(Number(event.currentTarget.value))}>
            {nets.map((name, i) => (
              <option key={i} value={String(i)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p class="quiet small">
        The files are TensorFlow.js’s own: Node, tfjs-node and any other page load them, learned curves included.
      </p>
      <div class="groups">
        <div>
          <h3>In this browser</h3>
          <p id="saved" class="small quiet state">
            {saved ? `Saved ${when(saved.date)}, ${Math.round(saved.bytes / 1000)} kB` : 'Nothing is saved here yet.'}
          </p>
          <div class="actions">
            <button id="save-browser" type="button" aria-disabled={off} onClick={() => off || void save()}>
              Save
            </button>
            <button
              id="load-browser"
              type="button"
              aria-disabled={off || !saved}
              onClick={() => off || !saved || void load()}
            >
              Load
            </button>
          </div>
        </div>
        <div>
          <h3>As files</h3>
          <p class="small quiet state">model.json and its weights, chosen together</p>
          <div class="actions">
            <button id="download" type="button" aria-disabled={off} onClick={() => off || void download()}>
              Download
            </button>
            <button id="open" type="button" aria-disabled={off} onClick={() => off || input.current!.click()}>
              Open…
            </button>
            <input
              id="files"
              ref={input}
              type="file"
              multiple
              accept=".json,.bin"
              class="hidden"
              tabindex={-1}
              aria-label="Model files"
              onChange={event => {
                const files = [...(event.currentTarget.files ?? [])];
                // So that the same files can be chosen again.
                event.currentTarget.value = '';
                void open(files);
              }}
            />
          </div>
        </div>
      </div>
    </section>
  );
}

const when = (date: Date): string => date.toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'});
