// Runs the conformance suite under Jest.
import {rectifiers} from '../../src/index';
import {conformance} from '../conformance';
import type {Lane, Tf} from '../conformance/lane';
import type {Fixture} from '../support/fixtures';
import {loadAxisFixture, loadFixture} from '../support/readFixture';

const fixtures = new Map<string, Fixture>();

export function describeLane(
  name: string,
  tf: Tf,
  backend: string,
  {
    defined,
    ...options
  }: Partial<Pick<Lane, 'arithmetic' | 'flushesSubnormals' | 'large'>> & {
    defined?: (rx: Lane['rx']) => Lane['defined'];
  } = {},
): void {
  beforeAll(async () => {
    if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
    await tf.ready();
  });
  const rx = rectifiers(tf);
  const lane: Lane = {
    name,
    tf,
    rx,
    fixture: key => {
      if (!fixtures.has(key)) fixtures.set(key, loadFixture(key));
      return fixtures.get(key)!;
    },
    axisFixture: loadAxisFixture,
    arithmetic: 'composed',
    flushesSubnormals: false,
    ...options,
    ...(defined && {defined: defined(rx)}),
  };
  describe(name, () => {
    for (const [group, checks] of conformance(lane)) {
      describe(group, () => {
        for (const check of checks) test(check.name, async () => check.run());
      });
    }
  });
}
