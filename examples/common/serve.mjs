/** Serves a folder to this machine alone. */

import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize} from 'node:path';

const TYPES = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** At `http://localhost:<port>/`, or the next port that is free. */
export function serve(folder, port) {
  const server = createServer(({method, url}, response) => {
    const fail = status => response.writeHead(status).end();
    if (method !== 'GET' && method !== 'HEAD') return fail(405);
    let file;
    try {
      // Normalized from the root, a path cannot leave the folder.
      file = join(folder, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
      if (statSync(file).isDirectory()) file = join(file, 'index.html');
      const headers = {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-length': statSync(file).size,
        'cache-control': 'no-cache',
      };
      response.writeHead(200, headers);
    } catch {
      return fail(404);
    }
    if (method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  server.on('error', error => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.log(`Port ${port} is taken.`);
    serve(folder, port + 1);
  });
  server.listen(port, 'localhost', () => console.log(`Open http://localhost:${port}/ (Ctrl+C stops it)`));
}
