// An example's page under test: built, served, opened in Chromium, and watched for trouble and for requests elsewhere.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Browser, BrowserContext, BrowserContextOptions, Page} from 'playwright-core';
import {collectTrouble, startChromium} from '../support/chromium';
import {startServer, type Server} from '../support/server';

interface SessionOptions {
  /** The script that builds it, with arguments besides those that say where to. */
  readonly main: string;
  readonly args?: readonly string[];
  /** What the page itself fetches from the server. */
  readonly fetches: string;
  /** What it says has happened, for a test that waits in vain. */
  readonly said: (page: Page) => Promise<string>;
}

/** Registers what Jest does before and after. */
export function startSession({main, args = [], fetches, said}: SessionOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'rectifiers-page-'));
  const built = join(folder, 'page');
  let server: Server;
  let browser: Browser;
  let context: BrowserContext | null = null;
  let page: Page;
  let trouble: string[] = [];
  let requests: string[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, [resolve(main), '--build-only', '--output', built, ...args], {stdio: 'pipe'});
    server = await startServer({folders: {'/': built}});
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, {recursive: true, force: true});
  });

  afterEach(async () => {
    await context?.close();
    context = null;
    expect(trouble.splice(0)).toEqual([]);
    // The worker's are among them.
    expect(requests).toContain(server.url + fetches);
    expect(requests.filter(url => !/^(data|blob):/.test(url) && !url.startsWith(server.url))).toEqual([]);
  });

  return {
    /** Of this test file alone, and gone after it. */
    folder,
    /** Where the page was built. */
    built,
    get url() {
      return server.url;
    },
    /** In a browser without a past; `prepare` it before the page is there. */
    async open(
      query = '',
      options: BrowserContextOptions = {},
      prepare: (page: Page) => Promise<unknown> = async () => {},
    ): Promise<Page> {
      await context?.close();
      context = await browser.newContext({viewport: {width: 1200, height: 900}, ...options});
      requests = [];
      context.on('request', request => requests.push(request.url()));
      page = await context.newPage();
      trouble = collectTrouble(page);
      await prepare(page);
      await page.goto(server.url + query);
      return page;
    },
    async text(selector: string): Promise<string> {
      return ((await page.textContent(selector)) ?? '').replaceAll('\u00a0', ' ').trim();
    },
    /** Asked from here, since the page's own policy forbids what page.waitForFunction does with a text. */
    async until(condition: string): Promise<void> {
      // Only so that the test says what it waited for.
      const deadline = Date.now() + 150_000;
      while (!(await page.evaluate(`Boolean(${condition})`))) {
        if (Date.now() > deadline) throw new Error(`not reached: ${condition}\n${await said(page)}`);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    },
    /** Does what makes the page save files, and saves them; their paths, sorted. */
    async download(into: string, press: () => Promise<void>): Promise<string[]> {
      const downloads: Promise<string>[] = [];
      page.on('download', file => {
        const path = join(into, file.suggestedFilename());
        downloads.push(file.saveAs(path).then(() => path));
      });
      await press();
      return (await Promise.all(downloads)).sort();
    },
  };
}
