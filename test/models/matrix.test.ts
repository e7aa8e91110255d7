// Models saved on each lane and loaded on every lane: in Node, in tfjs-node and in Chromium; and through every store.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buffer} from 'node:stream/consumers';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import {rectifiers} from '../../src/index';
import {registerFileSystem} from '../../src/node';
import {BROWSER_LANES, type BrowserLane} from '../browser/lanes';
import {bundle, openPage, serveLanes, type LanePage} from '../browser/page';
import type {Tf} from '../conformance/lane';
import {startChromium} from '../support/chromium';
import type {Server} from '../support/server';
import {tfjsNodePath} from '../support/tfjsNode';
import {fromBase64, type Description} from './model';
import {createParty, type Party, type Saved} from './party';

interface Member {
  readonly name: string;
  readonly half: boolean;
  readonly party: Party;
  readonly stores: readonly string[];
  /** The page, of a lane in Chromium. */
  readonly opened?: () => LanePage;
}

let server: Server;
let browser: Browser;
let context: BrowserContext;
const pages = new Map<string, LanePage>();
const folder = mkdtempSync(join(tmpdir(), 'rectifiers-matrix-'));
registerFileSystem(tf);

/** A party in this process, on a backend of `host`. */
function inNode(name: string, host: Tf, backend: string): Member {
  const inner = createParty(host, rectifiers(host));
  const onBackend = (method: keyof Party) => async (argument: string) => {
    await host.setBackend(backend);
    return (inner[method] as (text: string) => Promise<never>)(argument);
  };
  return {name, half: false, party: proxy(onBackend), stores: ['http', ...(host === tfCore ? [] : ['file'])]};
}

function inChromium(lane: BrowserLane): Member {
  const opened = () => pages.get(lane.name)!;
  const party = proxy(
    method => argument =>
      opened().guard(page =>
        page.evaluate(([m, a]) => (globalThis.party[m] as (text: string) => Promise<never>)(a), [
          method,
          argument,
        ] as const),
      ),
  );
  const stores = ['http', 'indexeddb', 'localstorage'];
  return {name: `${lane.name} in Chromium`, half: lane.lane.half ?? false, party, stores, opened};
}

/** A party whose every method is made by `make`. */
const proxy = (make: (method: keyof Party) => (argument: string) => Promise<never>): Party =>
  new Proxy({} as Party, {get: (_, method) => make(method as keyof Party)});

/** One Chromium has all pages, and so one driver for WebGL. */
const LANES = BROWSER_LANES.filter(lane => !lane.mesa);
const tfCore = {...tfc, ...tfl} as unknown as Tf;
const nodePath = tfjsNodePath();
if (!nodePath) process.stderr.write('\n*** SKIPPED: the matrix without tfjs-node, which is not there.\n\n');
const members: readonly Member[] = [
  inNode('cpu', tf, 'cpu'),
  inNode('wasm', tf, 'wasm'),
  inNode('core + layers', tfCore, 'cpu'),
  ...(nodePath ? [inNode('tfjs-node', require(nodePath) as Tf, 'tensorflow')] : []),
  ...LANES.map(inChromium),
];
const saved = new Map<Member, Saved>();
const largest = new Map<string, number>();

beforeAll(async () => {
  server = await serveLanes(await bundle('test/models/page.ts'), storeModels());
  browser = await startChromium();
  context = await browser.newContext({acceptDownloads: true});
  for (const lane of LANES) {
    const opened = await openPage(context, server, lane);
    pages.set(lane.name, opened);
    await opened.guard(page => page.evaluate(options => globalThis.join(options), lane));
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true});
  showTable();
});

test('CI has every lane', () => {
  if (process.env['CI']) expect(nodePath).not.toBeNull();
  expect(members.length).toBeGreaterThanOrEqual(3 + LANES.length);
});

describe.each(members)('saved on $name', saver => {
  beforeAll(async () => {
    saved.set(saver, await saver.party.save());
  });

  test.each(members)('loads on $name', async loader => {
    const {text, description} = saved.get(saver)!;
    const loaded = await loader.party.load(text);
    largest.set(`${saver.name}>${loader.name}`, difference(loaded.predictions, description.predictions));
    expectSame(loaded, description, saver.half || loader.half);
  });

  // Each lane with the first one, in both directions: so any two agree, at a sixth of the time of all pairs.
  const partners = saver === members[0] ? members : [members[0]!];
  test.each(partners)('goes on training on $name', async loader => {
    const {text, further} = saved.get(saver)!;
    const loaded = await loader.party.resume(text);
    // Where tensors have 11 bits, a step is no more than that.
    expect(difference(loaded.predictions, further.predictions)).toBeLessThan(saver.half || loader.half ? 0.05 : 1e-4);
  });

  test('through toJSON and modelFromJSON', async () => {
    const [before, after] = await saver.party.throughJson();
    expectSame(after, before, saver.half);
  });

  test.each(saver.stores)('through the store %s', async store => {
    const id = members.indexOf(saver);
    const url = {
      http: `${server.url}models/${id}`,
      file: `file://${join(folder, String(id))}`,
      indexeddb: `indexeddb://model-${id}`,
      localstorage: `localstorage://model-${id}`,
    }[store]!;
    const before = await saver.party.saveTo(url);
    // By the lane itself and the next one that reaches the store, so that each lane reads what another one wrote; that
    // what any lane saves loads on any other was shown above.
    const all = members.filter(member => member.stores.includes(store));
    const readers = new Set([saver, all[(all.indexOf(saver) + 1) % all.length]!]);
    const from = {http: `${url}/model.json`, file: `${url}/model.json`}[store] ?? url;
    for (const reader of readers) {
      const after = await reader.party.loadFrom(from);
      expectSame(after, before, saver.half || reader.half);
    }
  });

  if (saver.opened) {
    test('through downloads and chosen files, here and in Node', async () => {
      const path = join(folder, `download-${members.indexOf(saver)}`);
      const before = await saver.opened!().guard(async page => {
        const downloads: Promise<void>[] = [];
        page.on('download', download => downloads.push(download.saveAs(join(path, download.suggestedFilename()))));
        const description = await page.evaluate(() => party.saveTo('downloads://model'));
        while (downloads.length < 2) await page.waitForTimeout(20);
        await Promise.all(downloads);
        page.removeAllListeners('download');
        return description;
      });
      const files = ['model.json', 'model.weights.bin'].map(name => join(path, name));
      expectSame(await choose(saver.opened!(), files), before, saver.half);
      for (const reader of members.filter(member => member.stores.includes('file'))) {
        const after = await reader.party.loadFrom(`file://${files[0]}`);
        expectSame(after, before, saver.half);
      }
    });
  }
});

/** Chooses files in a file input of the page, and loads the model from them. */
const choose = (opened: LanePage, files: string[]): Promise<Description> =>
  opened.guard(async (page: Page) => {
    await page.setInputFiles('#files', files);
    return page.evaluate(() => loadFiles());
  });

/**
 * Equal topology; weights bit for bit, unless they were used on half-float textures before they were read, whose
 * readback rounds (a constraint uses them when they are loaded); predictions to 1e-5, or 1e-2 with half floats.
 */
function expectSame(after: Description, before: Description, anyHalf: boolean): void {
  expect(after.topology).toEqual(before.topology);
  expect(after.weights.map(({name, shape}) => [name, shape])).toEqual(
    before.weights.map(({name, shape}) => [name, shape]),
  );
  const values = ({weights}: Description) =>
    weights.map(({values}) => Array.from(new Float32Array(fromBase64(values).buffer)));
  if (anyHalf) {
    const [got, want] = [values(after).flat(), values(before).flat()];
    got.forEach((v, i) => expect(Math.abs(v - want[i]!)).toBeLessThanOrEqual(2 ** -11 * Math.abs(want[i]!)));
  } else {
    expect(after.weights).toEqual(before.weights);
  }
  expect(difference(after.predictions, before.predictions)).toBeLessThan(anyHalf ? 1e-2 : 1e-5);
  const stateOf = ({optimizer}: Description) => (anyHalf ? optimizer.map(({shape}) => shape) : optimizer);
  expect(stateOf(after)).toEqual(stateOf(before));
  expect(after.metadata).toEqual(before.metadata);
}

/** The largest difference, relative to max(1, |expected|). */
function difference(got: readonly number[], want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  return Math.max(...want.map((w, i) => Math.abs(got[i]! - w) / Math.max(1, Math.abs(w))));
}

/** A server's side of tf.io.http: takes what model.save posts, and gives it back. */
function storeModels() {
  const files = new Map<string, Buffer>();
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> => {
    if (!path.startsWith('/models/')) return false;
    if (request.method === 'POST') {
      const form = await new Response(await buffer(request), {
        headers: {'content-type': request.headers['content-type']!},
      }).formData();
      for (const [name, value] of form) {
        if (typeof value === 'string') throw new Error(`${name} is no file`);
        files.set(`${path}/${name}`, Buffer.from(await value.arrayBuffer()));
      }
      response.writeHead(200, {'content-type': 'application/json'}).end('{}');
      return true;
    }
    const file = files.get(path) ?? files.get(path.replace(/\.json$/, ''));
    if (!file) return false;
    const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    response.writeHead(200, {'content-type': type}).end(file);
    return true;
  };
}

/** The largest difference of predictions, a row a lane that saved, a column a lane that loaded. */
function showTable(): void {
  const rows = members.map((saver, i) => {
    const cells = members.map(loader => largest.get(`${saver.name}>${loader.name}`)?.toExponential(1) ?? '-');
    return [String(i + 1).padStart(2), ...cells.map(cell => cell.padStart(7)), ` ${saver.name}`].join(' ');
  });
  const head = ['  ', ...members.map((_, i) => String(i + 1).padStart(7))].join(' ');
  process.stdout.write(
    `\nLargest difference of predictions (row: saved on, column: loaded on)\n${[head, ...rows].join('\n')}\n\n`,
  );
}
