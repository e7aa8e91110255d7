// A static file server for tests in a page: files of the package, texts made by a test, and a place to save models to.
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {readFileSync, statSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {extname, join, normalize} from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export interface ServerOptions {
  /** Folders by the path under which they are served; the longest that fits wins. */
  readonly folders: Readonly<Record<string, string>>;
  /** Texts by their whole path, e.g. `/` for a page that a test writes. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Whether a path gets the headers under which a page has SharedArrayBuffer, and so wasm its threads. */
  readonly crossOriginIsolated?: (path: string) => boolean;
  /** Answers a request that is neither a file nor a text; false leaves it to a 404. */
  readonly handle?: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;
}

export interface Server {
  /** `http://localhost:<port>/`: localhost counts as a secure context, which WebGPU asks for. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      response.writeHead(500, {'content-type': 'text/plain'}).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (options.crossOriginIsolated?.(path)) {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  }
  response.setHeader('Cache-Control', 'no-store');
  const text = options.texts?.[path];
  if (text !== undefined) {
    response.writeHead(200, {'content-type': TYPES[extname(path)] ?? TYPES['.html']!}).end(text);
    return;
  }
  if (await options.handle?.(request, response, path)) return;
  const file = fileFor(path, options.folders);
  if (file) {
    response.writeHead(200, {'content-type': TYPES[extname(file)] ?? 'application/octet-stream'});
    response.end(readFileSync(file));
    return;
  }
  // A browser asks for an icon by itself; its absence is no error of the page.
  response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
}

function fileFor(path: string, folders: ServerOptions['folders']): string | null {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const prefix = prefixes.find(each => path.startsWith(each));
  if (prefix === undefined) return null;
  // normalize of an absolute path cannot climb out of it.
  const rest = normalize(`/${path.slice(prefix.length)}`);
  const file = join(folders[prefix]!, rest.endsWith('/') ? `${rest}index.html` : rest);
  return statSync(file, {throwIfNoEntry: false})?.isFile() ? file : null;
}
