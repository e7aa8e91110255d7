// Lanes take turns: together they leave nothing out.
import {existsSync, readFileSync} from 'node:fs';
import {BROWSER_LANES} from './lanes';
import {checksOf, subjectOf} from './turns';

/** Every check of each lane, and whether it runs there. */
const LANES = BROWSER_LANES.map(lane => ({
  lane,
  checks: checksOf(lane).flatMap(({group, names, own}) => {
    const running = new Set(own);
    return names.map((name, index) => ({group, name, runs: running.has(index)}));
  }),
}));
type Check = (typeof LANES)[number]['checks'][number];

const half = LANES.filter(({lane}) => lane.lane.half).flatMap(({checks}) => checks);

/** What no check that runs has. */
function missing(checks: readonly Check[], label: (check: Check) => string): string[] {
  const found = new Set(checks.filter(({runs}) => runs).map(label));
  return [...new Set(checks.map(label))].filter(each => !found.has(each));
}

test.each(['cpu', 'wasm', 'webgl', 'webgpu'])('every check of a backend runs on a lane of it: %s', backend => {
  const own = LANES.filter(({lane}) => lane.backend === backend && !lane.groups).flatMap(({checks}) => checks);
  expect(own.length).toBeGreaterThan(1000);
  expect(missing(own, ({group, name}) => `${group}: ${name}`)).toEqual([]);
});

test('values and derivatives of every function are asked on every lane', () => {
  for (const {lane, checks} of LANES) {
    const values = checks.filter(({group}) => group === 'values and derivatives');
    expect(values.length).toBeGreaterThan(100);
    expect([lane.name, values.filter(({runs}) => !runs)]).toEqual([lane.name, []]);
  }
});

test('every function has something of each group on half-float textures', () => {
  const own = half.filter(({group, name}) => group !== 'identities' && subjectOf(name));
  expect(missing(own, ({group, name}) => `${group}: ${subjectOf(name)}`)).toEqual([]);
});

test('every lane is in a test file', () => {
  for (const {name, file} of BROWSER_LANES) {
    const path = `test/browser/${file}.test.ts`;
    const says = existsSync(path) && readFileSync(path, 'utf8').includes(`describeBrowserLanes('${file}')`);
    expect([name, says]).toEqual([name, true]);
  }
});
