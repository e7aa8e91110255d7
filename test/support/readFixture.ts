// Reads a fixture from the disk, for tests in node. Apart from fixtures.ts because a web page has no node:fs.
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {type AxisFixture, parseAxisFixture} from './axisFixtures';
import {type Fixture, parseFixture} from './fixtures';

/** The fixture test/fixtures/<name>.json; run from the root of the package, as npm scripts are. */
export function loadFixture(name: string): Fixture {
  // From the working directory: neither __dirname nor import.meta exists in both module systems.
  return parseFixture(readFileSync(resolve('test/fixtures', `${name}.json`), 'utf8'));
}

/** The fixture test/fixtures/axis/<name>.json. */
export function loadAxisFixture(name: string): AxisFixture {
  return parseAxisFixture(readFileSync(resolve('test/fixtures/axis', `${name}.json`), 'utf8'));
}
