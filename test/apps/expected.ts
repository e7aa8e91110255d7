// What an app reports, beside what the same job gives here, by the source.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src/index';
import {close, equal} from '../support/assert';
import {job, type Report} from './job';

let direct: Promise<Report> | undefined;

/** Names and messages are the same, numbers within 1e-6: TensorFlow's and the browser's last digits are their own. */
export async function expectReport(report: Report): Promise<void> {
  const expected = await (direct ??= tf.setBackend('cpu').then(() => job(tf, rectifiers(tf))));
  const numbers = ['op', 'gradients', 'defined', 'before', 'trained', 'loaded', 'weights'] as const;
  for (const key of numbers) close(report[key].flat(), expected[key].flat(), 1e-6, key);
  close(report.loaded, report.trained, 0, 'loaded, beside what was saved');
  const {version, topology, error, leaked} = report;
  equal({version, topology, error, leaked}, pick(expected), 'report');
}

const pick = ({version, topology, error}: Report) => ({version, topology, error, leaked: 0});

test('the job learns, and leaks nothing', async () => {
  await tf.setBackend('cpu');
  const {before, trained, weights, error, leaked} = await job(tf, rectifiers(tf));
  expect(trained).not.toEqual(before);
  expect(trained.every(Number.isFinite)).toBe(true);
  expect(weights.flat().length).toBeGreaterThan(30);
  expect(error).toMatch(/^RectifierError: .*'alpa'.*'alpha'/);
  expect(leaked).toBe(0);
});
