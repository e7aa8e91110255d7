// The fixtures on the disk, for tests in Node.
import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Fixture} from './check';

const FOLDER = resolve('test/keras/fixtures');

/** `keras3_file/glu` ... */
export const fixtureNames = (): string[] =>
  readdirSync(FOLDER).flatMap(folder =>
    readdirSync(resolve(FOLDER, folder)).map(file => `${folder}/${file.replace('.json', '')}`),
  );

/** One form of each model: how it is read does not depend on the backend, what it computes does not on the form. */
export function modelNames(): string[] {
  const byModel = new Map(fixtureNames().map(name => [name.replace(/^.*\//, ''), name]));
  return [...byModel.values()];
}

export const readFixture = (name: string): Fixture =>
  JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Fixture;
