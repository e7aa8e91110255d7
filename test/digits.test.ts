// The data of the digits example: the package behind it does not hold as many of one digit as of another.
import {execFileSync} from 'node:child_process';

test('10,000 digits, each with ink, split, shifted and distorted without loss', () => {
  const code = `
    import {loadDigits} from './examples/digits/data.mjs';
    import {PIXELS, withDistortions, withShifts} from './examples/digits/shifts.mjs';
    const {test, train} = loadDigits();
    const blank = ({images, count}) =>
      Array.from({length: count}, (_, i) => images.subarray(i * PIXELS, (i + 1) * PIXELS)).filter(
        digit => !(Math.max(...digit) > 0.5 && Math.max(...digit) <= 1),
      ).length;
    const shifted = withShifts(train, {copies: 1});
    const distorted = withDistortions(test, {copies: 1});
    process.stdout.write(JSON.stringify([test, train, shifted, distorted].map(set => [set.count, blank(set), new Set(set.labels).size])));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {encoding: 'utf8'});
  expect(JSON.parse(output)).toEqual([
    [1000, 0, 10],
    [9000, 0, 10],
    [18000, 0, 10],
    [2000, 0, 10],
  ]);
});
