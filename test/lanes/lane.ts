// Runs the conformance suite under Jest.
import {rectifiers} from '../../src/index';
import {conformance} from '../conformance';
import type {Lane, Tf} from '../conformance/lane';
import type {Fixture} from '../support/fixtures';
import {loadFixture} from '../support/readFixture';

const fixtures = new Map<string, Fixture>();

export function describeLane(
  name: string,
  tf: Tf,
  backend: string,
  options: Partial<Pick<Lane, 'arithmetic' | 'flushesSubnormals'>> = {},
): void {
  beforeAll(async () => {
    if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
    await tf.ready();
  });
  const lane: Lane = {
    name,
    tf,
    rx: rectifiers(tf),
    fixture: key => {
      if (!fixtures.has(key)) fixtures.set(key, loadFixture(key));
      return fixtures.get(key)!;
    },
    arithmetic: 'composed',
    flushesSubnormals: false,
    ...options,
  };
  describe(name, () => {
    for (const [group, checks] of conformance(lane)) {
      describe(group, () => {
        for (const check of checks) test(check.name, async () => check.run());
      });
    }
  });
}
