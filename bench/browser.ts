/** Lanes in Chromium: the pages of the tests, with the bench in them. */
import {BROWSER_LANES, type BrowserLane} from '../test/browser/lanes';
import {bundle, openPage, serveLanes, type LanePage} from '../test/browser/page';
import {readdirSync, readFileSync} from 'node:fs';
import {startChromium} from '../test/support/chromium';
import type {Clock, Driver} from './node';

export type BrowserBackend = BrowserLane['backend'];

/**
 * With the clock 'processor', the page asks this process how long Chromium's processes have computed.
 *
 * @param asksPerPage a software GPU's device is lost after some hundred pipelines
 */
export async function startBrowser(backend: BrowserBackend, clock: Clock, asksPerPage = 40): Promise<Driver> {
  // Flags as users have them: the tests force small tensors onto the GPU.
  const lane: BrowserLane = {...BROWSER_LANES.find(each => each.name === backend)!, flags: {}};
  const server = await serveLanes(await bundle('bench/page.ts'));
  const browser = await startChromium();
  let opened: LanePage | undefined;
  let asked = 0;

  const page = async (): Promise<LanePage> => {
    if (!opened || asked++ >= asksPerPage) {
      await opened?.page.context().close();
      opened = await openPage(await browser.newContext(), server, lane);
      if (clock === 'processor') await opened.page.exposeFunction('processorTime', () => timeOfChildren(process.pid));
      await opened.guard(page => page.evaluate(options => bench.open(options), lane));
      asked = 1;
    }
    return opened;
  };
  return {
    ask: async (method, ...args) => {
      const {guard} = await page();
      return guard(page => page.evaluate(([m, a]) => bench.ask(m, a), [method, args] as const)) as never;
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** Milliseconds that all threads of all processes below this one have computed. Linux only. */
function timeOfChildren(parent: number): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!pid) continue;
    // Field 4 is the parent; the name before it is in parentheses and may hold anything.
    const above = Number(readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1]);
    children.set(above, [...(children.get(above) ?? []), pid]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap(child => [child, ...below(child)]);
  let nanoseconds = 0;
  for (const pid of below(parent)) {
    for (const thread of tasksOf(pid)) {
      nanoseconds += Number(readText(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
    }
  }
  return nanoseconds / 1e6;
}

/** Processes and threads may end while one looks at them. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
