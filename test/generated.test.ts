// Files that follow from the definitions are what `npm run generate` makes of them.
import {spawnSync} from 'node:child_process';

test('npm run generate would change nothing', () => {
  const {status, stdout, stderr} = spawnSync(process.execPath, ['scripts/generate.mjs', '--check'], {encoding: 'utf8'});
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});
