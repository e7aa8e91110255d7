// Before each test file: the random numbers that it draws without a seed are the same in every run.
import {relative} from 'node:path';
import {randomFor} from './seeded';

Math.random = randomFor(relative('.', expect.getState().testPath!));
