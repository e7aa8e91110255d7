// Runs every model that Keras wrote under Jest, on a backend in Node.
import {rectifiers} from '../../src/index';
import {checkFixture, type Tf} from './check';
import {readFixture} from './fixtures';

export function describeModels(tf: Tf, backend: string, names: readonly string[]): void {
  describe(`models from Keras on ${backend}`, () => {
    beforeAll(async () => {
      if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
      await tf.ready();
    });
    test.each(names)('%s', name => checkFixture(tf, rectifiers(tf), readFixture(name)));
  });
}
