// In the page: a lane's part in the matrix of saved and loaded models.
import type {BrowserLane} from '../browser/lanes';
import {start} from '../browser/start';
import type {Description} from './model';
import {createParty} from './party';

declare global {
  var join: (lane: BrowserLane) => Promise<void>;
  var party: ReturnType<typeof createParty>;
  var loadFiles: () => Promise<Description>;
}
// The one thing that is asked of the DOM, whose types the rest of the package has no use for.
declare const document: {querySelector: (selector: string) => {files: Iterable<never>}};

globalThis.join = async lane => {
  globalThis.party = createParty(tf, await start(lane));
};

/** What an app does with the files that its user has chosen. */
globalThis.loadFiles = () => party.loadSource(tf.io.browserFiles([...document.querySelector('#files').files]));
