// Which checks a lane in Chromium runs.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import {conformance} from '../conformance';
import {loadAxisFixture, loadFixture} from '../support/readFixture';
import type {BrowserLane} from './lanes';

interface Group {
  readonly group: string;
  /** The names of all its checks, as the page has them. */
  readonly names: readonly string[];
  /** The places of those that this lane runs. */
  readonly own: readonly number[];
}

const rx = rectifiers(tf);
const FUNCTIONS = [...rx.functions.keys()];

/** All checks of a lane. Their names do not depend on where they run, so they are had here, from a tf in Node. */
export function checksOf(lane: BrowserLane): Group[] {
  const all = conformance({
    ...{...lane.lane, name: lane.name},
    ...{tf, rx, fixture: loadFixture, axisFixture: loadAxisFixture},
  });
  return [...all].map(([group, checks]) => {
    const names = checks.map(({name}) => name);
    return {group, names, own: ownOf(lane, group, names)};
  });
}

function ownOf({groups, turns}: BrowserLane, group: string, names: readonly string[]): number[] {
  if (!(groups?.includes(group) ?? true)) return [];
  const [turn, of] = turns?.[group] ?? [0, 1];
  const counts = new Map<string, number>();
  return [...names.keys()].filter(at => {
    const subject = subjectOf(names[at]!);
    const nth = counts.get(subject) ?? 0;
    counts.set(subject, nth + 1);
    // Each lane has some checks of each function, and each check of some functions.
    return (FUNCTIONS.indexOf(subject) + 1 + nth) % of === turn;
  });
}

/** The function whose name a check begins with, or ''. */
export function subjectOf(check: string): string {
  const word = /^\w*/.exec(check)![0];
  return FUNCTIONS.includes(word) ? word : '';
}
