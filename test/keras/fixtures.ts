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

export const readFixture = (name: string): Fixture =>
  JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Fixture;
