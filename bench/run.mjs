// Runs main.ts, which shares TypeScript with the tests: `npm run bench -- --help`.
import {fileURLToPath} from 'node:url';
import {importTypeScript} from '../scripts/typescript.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await importTypeScript('bench/main.ts');
