// The experiments with a few steps of two seeds each: that they run, leak nothing (main.mjs looks), and what they hand out.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const MAIN = 'examples/experiments/main.mjs';
const NAMES = ['clipping', 'digits', 'dying', 'filterBank', 'gradientPenalty', 'schedules', 'selu', 'silent'];
/** For what hangs, not for what is slow. */
const LIMIT = 300_000;

type Table = Record<string, string | number>[];

describe('a quick run of all experiments', () => {
  let folder: string;
  let printed: string;
  const table = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Table;
  /** The median that a cell begins with; shares of 1 where it is a percentage. */
  const median = (cell: string | number | undefined) =>
    String(cell).includes('%') ? parseFloat(String(cell)) / 100 : Number.parseFloat(String(cell));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'experiments-'));
    printed = execFileSync(process.execPath, [MAIN, '--all', '--quick', '--output', folder], {encoding: 'utf8'});
  }, LIMIT);
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  test.each(NAMES)('%s: a table without gaps, which is printed, and a picture', name => {
    const rows = table(name);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(Object.keys(rows[0]!));
      for (const cell of Object.values(row)) expect(String(cell)).not.toMatch(/^$|NaN|undefined|null|infinite/);
      expect(printed).toContain(`| ${Object.values(row)[0]} `);
    }
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
    expect(svg).toMatch(
      /^<svg [^]*<path class="line c0" d="M[^]*<\/svg>\n$|^<svg [^]*<circle class="dot c0"[^]*<\/svg>\n$/,
    );
    expect(svg).not.toMatch(/NaN|undefined|null|Infinity/);
    // Every element that is opened is closed.
    const count = (pattern: RegExp) => svg.match(pattern)?.length ?? 0;
    expect(count(/<[a-z]+(\s[^<>]*)?(?<!\/)>/g)).toBe(count(/<\/[a-z]+>/g));
  });

  test('nothing else is written', () => {
    expect(readdirSync(folder).sort()).toEqual(NAMES.flatMap(name => [`${name}.json`, `${name}.svg`]).sort());
  });

  test('silent: about half of the outputs of ReLUs are 0, none of leaky ones', () => {
    const rows = table('silent');
    for (const row of rows) {
      const share = median(row['silent, layer 1']);
      if (row.activation === 'relu') expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
      else expect(share).toBe(0);
    }
    expect(rows.filter(row => row.activation === 'relu')).toHaveLength(2);
  });

  test('dying: ReLUs die, leaky ones cannot, and most live again as PReLUs', () => {
    const of = (name: string) => table('dying').find(({activation}) => activation === name)!;
    const [before, after] = Object.keys(of('relu')).filter(key => key.startsWith('dead'));
    const start = median(of('relu')[before!]);
    expect(start).toBeGreaterThan(0.05);
    expect(median(of('leakyRelu')[before!])).toBe(0);
    expect(median(of('relu')[after!])).toBeGreaterThan(start / 2);
    expect(median(of('relu, then prelu from 0')[after!])).toBeLessThan(start / 2);
  });

  test('selu: a variance near 1 after six layers, less with the variance that tf.js gives the weights', () => {
    const rows = table('selu');
    const variance = (i: number) => median(rows[i]!['variance, layer 6']);
    expect(Math.abs(variance(0) - 1)).toBeLessThan(0.3);
    expect(Math.abs(variance(1) - 1)).toBeLessThan(0.3);
    expect(variance(2)).toBeLessThan(0.65);
  });

  test('filterBank: two slopes for each pixel, beside a dense layer of 16', () => {
    // And a dense layer of 10 that reads out.
    expect(table('filterBank').map(({parameters}) => parameters)).toEqual([2 * 196 + 257 * 10, 197 * 16 + 17 * 10]);
  });
});

test('the page has each experiment, with the table and the picture of a whole run', () => {
  const page = readFileSync('docs/experiments.md', 'utf8');
  for (const name of NAMES) {
    const [, block] = new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(page)!;
    expect(block!.split('\n').filter(line => line.startsWith('|')).length).toBeGreaterThan(3);
    expect(page).toContain(`](images/experiments/${name}.svg)`);
    expect(readFileSync(`docs/images/experiments/${name}.svg`, 'utf8')).toMatch(/^<svg /);
  }
});

test(
  '--list names them; what is wrong on the command line is said, with what there is',
  () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], {encoding: 'utf8'});
    const listed = run('--list');
    expect(listed.stdout.trim().split('\n').map(line => line.split(' ')[0]).sort()).toEqual(NAMES); // prettier-ignore
    for (const [args, message] of [
      [['sillent'], /no experiment sillent; there are silent, dying/],
      [[], /Name an experiment, or give --all/],
      [['silent', '--seeds', 'many'], /--seeds is many; it must be 1, 2, 3/],
      [['silent', '--quick', '--document'], /--document is for whole runs/],
    ] as const) {
      const {status, stderr} = run(...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(message);
      expect(stderr).toContain('Usage: npm run experiments');
    }
  },
  LIMIT,
);

test('of several seeds: median, range, and means of pieces', () => {
  const code = `
    import {curve, mean, percent, smoothed, spread, spreadOfLists, threeDigits, written} from './examples/experiments/spread.mjs';
    process.stdout.write(JSON.stringify([
      spread([3, 1, 2]), spread([4, 1, 2, 3]).middle, spread([1, NaN, 2]).high === Infinity,
      spreadOfLists([[1, 10], [3, 30]]), written([0.1, 0.3, 0.2]), written([5, 5]), written([1, NaN]),
      written([0.123456, 0.2], percent), threeDigits(1234567), threeDigits(0.00001234), threeDigits(0),
      smoothed([1, 3, 5, 7, 100], 2), mean([1, 2, 6]), curve([[1, 3, 5, 7], [3, 5, 7, 9]], 2),
    ]));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {encoding: 'utf8'});
  expect(JSON.parse(output)).toEqual([
    {low: 1, middle: 2, high: 3},
    2.5,
    true,
    [
      {low: 1, middle: 2, high: 3},
      {low: 10, middle: 20, high: 30},
    ],
    '0.2 (0.1 to 0.3)',
    '5',
    'infinite (1 to infinite)',
    '16.2 % (12.3 % to 20.0 %)',
    '1.2e+6',
    '1.2e-5',
    '0',
    [2, 6],
    3,
    {
      xs: [1, 3],
      spreads: [
        {low: 2, middle: 3, high: 4},
        {low: 6, middle: 7, high: 8},
      ],
    },
  ]);
});
