// The examples in Node, each by the line that its README gives: that they run, and that what they print holds.
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {collectTrouble, startChromium} from './support/chromium';

const FOLDER = 'examples/node';
// They take seconds, but on a machine that is busy otherwise.
jest.setTimeout(300_000);

/** What it prints. */
function run(name: string): string {
  const {stdout, stderr, status} = spawnSync(process.execPath, [`${FOLDER}/${name}.mjs`], {encoding: 'utf8'});
  if (status !== 0) throw new Error(`${name} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The numbers behind a label, up to the line's end. */
function numbersAfter(text: string, label: string): number[] {
  const at = text.indexOf(label);
  if (at < 0) throw new Error(`There is no '${label}' in:\n${text}`);
  const line = text.slice(at + label.length).split('\n')[0]!;
  return [...line.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g)].map(([number]) => Number(number));
}

test('the README has a line for each', () => {
  const readme = readFileSync(`${FOLDER}/README.md`, 'utf8');
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.mjs'));
  expect(files).toHaveLength(7);
  for (const name of files) expect(readme).toContain(`\`node ${FOLDER}/${name}\``);
});

test('ops: the second derivative is the formula’s, and there are two kernels', () => {
  const text = run('ops');
  expect(numbersAfter(text, "f'' differs from k s (1 - s) by at most")[0]).toBeLessThan(1e-6);
  expect(text).toMatch(/rx\.smoothRelu .*RectifierSmoothRelu, RectifierSmoothReluGrad\n/);
  // 4 rows of ones: 4 d/dk ln(1 + e^k) / k at k = 1, 2, 4.
  const exact = [1, 2, 4].map(k => 4 * (1 / (1 + Math.exp(-k)) / k - Math.log1p(Math.exp(k)) / k ** 2));
  numbersAfter(text, 'dk is').forEach((value, i) => expect(value).toBeCloseTo(exact[i]!, 5));
});

test('layers: slopes a channel are found, and the constraint holds', () => {
  const text = run('layers');
  const [loss, ...alphas] = numbersAfter(text, 'prelu, an alpha a channel');
  expect(loss).toBeLessThan(0.001);
  [0, 0.1, 0.25, 0.5].forEach((slope, i) => expect(Math.abs(alphas[i]! - slope)).toBeLessThan(0.03));
  expect(numbersAfter(text, 'prelu, one alpha for all')[0]).toBeGreaterThan(0.01);
  const [, smallest] = numbersAfter(text, 'the same, kept above 0.05');
  expect(smallest).toBe(0.05);
});

test('backends: other processes predict the same', () => {
  const text = run('backends');
  expect(text).toMatch(/^Trained on wasm/);
  for (const name of ['cpu ', 'wasm']) {
    const [count, off] = numbersAfter(text, `A new process on ${name}:`);
    expect(count).toBe(10);
    expect(off).toBeLessThan(1e-5);
  }
});

test('define: the derivative is the formula’s, the width is learned', () => {
  const text = run('define');
  expect(numbersAfter(text, "f' differs from the formula by")[0]).toBeLessThan(1e-6);
  expect(numbersAfter(text, 'and learned')[0]).toBeCloseTo(0.7, 2);
  expect(text).toContain('"config":{"width":3}');
  expect(text).toContain("unknown parameter 'widht'");
});

test('penalty: second derivatives agree with differences, and the net gets less steep', () => {
  const text = run('penalty');
  for (const name of ['rx.elu', 'rx.mish', 'rx.smoothRelu, k = 4']) {
    const [slope, byDifferences] = numbersAfter(text, name).slice(-2);
    expect(Math.abs(slope! / byDifferences! - 1)).toBeLessThan(0.01);
  }
  expect(text.match(/throws:|wrong by/g)).toHaveLength(3);
  const steepness = ['no penalty', 'penalty 1 '].map(name => numbersAfter(text, `${name} `).at(-2)!);
  expect(steepness[1]! * 5).toBeLessThan(steepness[0]!);
});

test('keras: what Keras predicted', () => {
  const lines = [...run('keras').matchAll(/^ {2}(\w+) +(\S+) +(\S+)$/gm)].filter(([, layer]) => layer !== 'layer');
  expect(lines).toHaveLength(35);
  for (const [, layer, , ours] of lines) expect([layer, Number(ours) < 1e-5]).toEqual([layer, true]);
  const alone = lines.map(([, , off]) => off!);
  expect(alone.filter(off => Number(off) > 0.1)).toHaveLength(3);
  expect(alone.filter(off => off === 'throws')).toHaveLength(19);
});

test('browser: the page predicts what Node does', async () => {
  const child = spawn(process.execPath, [`${FOLDER}/browser.mjs`, '--port', '0']);
  const browser = await startChromium();
  try {
    const output = new Output(child);
    const [, url] = await output.until(/Open (http:\S+)/);
    const page = await browser.newPage();
    const trouble = collectTrouble(page);
    await page.goto(url!);
    await output.until(/The largest difference is/);
    expect(await output.end).toBe(0);
    expect(numbersAfter(output.text, 'The largest difference is')[0]).toBeLessThan(1e-4);
    expect(output.text).toMatch(/page, webgl/);
    expect(trouble).toEqual([]);
  } finally {
    child.kill();
    await browser.close();
  }
});

/** What a process prints while it runs. */
class Output {
  text = '';
  readonly end: Promise<number | null>;
  #look: () => void = () => undefined;

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        this.text += piece;
        this.#look();
      });
    }
    this.end = new Promise(resolve =>
      child.once('close', code => {
        resolve(code);
        this.#look();
      }),
    );
  }

  /** The text that fits; an error if the process ends without it. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      this.#look = () => {
        const found = pattern.exec(this.text);
        if (found) resolve(found);
      };
      this.#look();
      void this.end.then(() => reject(new Error(`It ended without ${pattern}:\n${this.text}`)));
    });
  }
}
