/** Opens every page of the built site in Chromium. */

import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join, sep} from 'node:path';
import type {Browser} from 'playwright-core';
import {collectTrouble, startChromium} from '../../test/support/chromium';
import {startServer} from '../../test/support/server';

/** Throws an Error that lists what is wrong: errors on the console, files that are missing, requests to other hosts. */
export async function check(folder: string): Promise<void> {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.html'));
  const server = await startServer({folders: {'/': folder}});
  const browser = await startChromium();
  try {
    const pages = files.map(name => name.split(sep).join('/')).filter(name => name !== '404.html');
    const wrong = [...(await visit(browser, server.url, pages)), ...anchorsMissing(folder, pages)];
    wrong.push(...(await search(browser, server.url)));
    if (wrong.length) throw new Error(`The site has faults:\n  ${wrong.join('\n  ')}`);
    process.stdout.write(`${pages.length} pages opened, nothing wrong.\n`);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function visit(browser: Browser, url: string, pages: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const page = await browser.newPage();
  const trouble = collectTrouble(page);
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) trouble.push(`asked ${request.url()}`);
  });
  page.on('response', response => {
    if (response.status() >= 400) trouble.push(`${response.status()} for ${response.url()}`);
  });
  for (const name of pages) {
    await page.goto(url + name, {waitUntil: 'load'});
    // Plots are loaded when they are seen, unless told otherwise.
    trouble.push(
      ...(await page.evaluate<string[]>(
        '[...document.images].filter(each => each.complete && !each.naturalWidth).map(each => `no picture ${each.src}`)',
      )),
    );
    if (!(await page.locator('h1').count())) trouble.push('has no title');
    wrong.push(...trouble.splice(0).map(what => `${name}: ${what}`));
  }
  await page.close();
  return wrong;
}

/** Links with an anchor, to any page of the site; that pages are there VitePress has seen to. */
function anchorsMissing(folder: string, pages: readonly string[]): string[] {
  const texts = new Map(pages.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  return [...texts].flatMap(([name, text]) =>
    [...text.matchAll(/<a[^>]* href="([^"#:]*)#([^"]+)"/g)].flatMap(([, path, anchor]) => {
      const target = new URL(path!, `http://site/${name}`).pathname.slice(1);
      const file = target === '' || target.endsWith('/') ? `${target}index.html` : target;
      const id = decodeURIComponent(anchor!);
      return !existsSync(join(folder, file)) || texts.get(file)?.includes(`id="${id}"`)
        ? []
        : [`${name}: no #${id} in ${file}`];
    }),
  );
}

/** The search of the site, which is in the page, finds a function. */
async function search(browser: Browser, url: string): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.locator('.DocSearch-Button').click();
    await page.locator('#localsearch-input').fill('smoothRelu');
    await page.locator('.results a[href*="reference/smoothRelu"]').first().waitFor();
    return [];
  } catch (error) {
    return [`search does not find smoothRelu: ${(error as Error).message}`];
  } finally {
    await page.close();
  }
}
