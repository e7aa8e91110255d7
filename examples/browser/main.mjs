/** Builds the page and serves it: node examples/browser/main.mjs [--port 8080] [--output folder] [--model folder] [--build-only] */

import {createReadStream, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize, relative} from 'node:path';
import {parseArgs} from 'node:util';
import {buildPage} from './build.mjs';

const TYPES = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '8080'},
    output: {type: 'string'},
    model: {type: 'string'},
    'build-only': {type: 'boolean'},
  },
});
const {output, model} = await buildPage(values);
console.log(`Built ${short(output)} with the model of ${short(model)}`);
if (!values['build-only']) serve(output, Number(values.port));

// ------------------------------------------------------------------------------------------------------------- helpers

function serve(folder, port) {
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

function short(path) {
  return relative(process.cwd(), path) || '.';
}
