// The page of examples/explorer, end to end in Chromium: what it shows against what the package computes in Node.
import * as tf from '@tensorflow/tfjs';
import {source as axe} from 'axe-core';
import type {AxeResults} from 'axe-core';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {Page} from 'playwright-core';
import {completeValues, controlsOf, type Entry} from '../../examples/explorer/functions/controls';
import {points} from '../../examples/explorer/learning/data';
import {fromHash, INITIAL, toHash, type State} from '../../examples/explorer/state';
import {rectifiers} from '../../src/index';
import {fileSystem} from '../../src/node';
import {startSession} from './session';

// A software GPU compiles slowly, and may share its processor.
jest.setTimeout(180_000);

const rx = rectifiers(tf);
const session = startSession({
  main: 'examples/explorer/main.mjs',
  fetches: 'catalogue.json',
  said: async page => (await page.textContent('#notice-text')) ?? '',
});
const {folder, built, text, until} = session;
let page: Page;
let catalogue: readonly Entry[];

beforeAll(async () => {
  await tf.setBackend('cpu');
  catalogue = JSON.parse(readFileSync(join(built, 'catalogue.json'), 'utf8'));
});

const idle = `document.querySelector('main')?.dataset.busy === 'false'`;
/** Opens the page and waits until a backend runs and nothing is under way. */
async function open(...args: Parameters<typeof session.open>): Promise<void> {
  page = await session.open(...args);
  await until(idle);
}
/** As if the link had been put in the address bar. */
const go = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
const hash = async (): Promise<string> => decodeURI(new URL(page.url()).hash);
/** The rows of values at the cursor: `{smoothRelu: [1.31, 0.88]}`. */
async function values(): Promise<Record<string, number[]>> {
  const rows = await page.locator('.values tbody tr').all();
  const read = await Promise.all(
    rows.map(
      async row => [(await row.locator('th').textContent())!, await row.locator('td').allTextContents()] as const,
    ),
  );
  return Object.fromEntries(read.map(([name, cells]) => [name, cells.map(numberOf)]));
}
const numberOf = (shown: string): number => Number(shown.replace('−', '-').replace('∞', 'Infinity'));
/** The curves are those of these functions, on that backend. */
const plotted = (names: readonly string[], backend = 'wasm') =>
  until(
    `document.querySelector('.canvas')?.dataset.backend === '${backend}' && ` +
      `[...document.querySelectorAll('.values tbody tr')].map(row => row.querySelector('th').textContent +` +
      ` !/–/.test(row.querySelector('td')?.textContent ?? '–')).join() === '${names.map(name => `${name}true`).join()}'`,
  );

const functions = () => catalogue.filter(({kind}) => kind !== 'layer');

/** f and its first two derivatives at x, with the values that the page begins with. */
function expected(entry: Entry, x: number): number[] {
  const given = completeValues(entry, {}) as Record<string, number>;
  const op = rx[entry.name as 'relu'] as (x: tf.Tensor, values: object) => tf.Tensor;
  const f = (at: tf.Tensor): tf.Tensor => {
    if (entry.kind === 'pointwise') return op(at, given);
    if (entry.kind === 'hinged') {
      const list = (name: string) => [1, 2].map(i => given[`${name}${i}`]);
      return op(at, {a: list('a'), b: list('b')});
    }
    const {other, varied, result, ...settings} = given;
    const constant = tf.tensor1d([other!]);
    const pair = String(varied) === 'second' ? [constant, at] : [at, constant];
    const made = op(tf.reshape(tf.concat(pair), [1, 2]), settings);
    return tf.reshape(tf.slice(tf.reshape(made, [-1]), Number(result ?? 1) - 1, 1), [1]);
  };
  const all = [f, tf.grad(f), tf.grad(tf.grad(f))];
  return all.map(each => tf.tidy(() => each(tf.tensor1d([x])).dataSync()[0]!));
}

function expectClose(got: readonly number[], wanted: readonly number[], tolerance = 1e-6): void {
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, i) => {
    if (!(Math.abs(value - wanted[i]!) <= tolerance * Math.max(1, Math.abs(wanted[i]!)))) expect(got).toEqual(wanted);
  });
}

describe('functions', () => {
  test('every function and its derivatives have the values that the package computes', async () => {
    await open('#d=012');
    expect(
      functions()
        .map(({name}) => name)
        .sort(),
    ).toEqual(
      [...rx.functions.values()]
        .filter(({kind}) => kind !== 'layer')
        .map(({name}) => name)
        .sort(),
    );
    const all = functions();
    for (let i = 0; i < all.length; i += 6) {
      const six = all.slice(i, i + 6);
      await go(`#d=012&${six.map(({name}) => `f=${name}`).join('&')}`);
      await plotted(six.map(({name}) => name));
      expect(await text('#x')).toBe('1');
      const shown = await values();
      for (const entry of six) expectClose(shown[entry.name]!, expected(entry, 1));
    }
    // Each has its formula, for eyes and for readers.
    for (const {formula} of all) expect(formula.join()).toMatch(/<math[\s\S]*katex-html/);
  });

  test('no name is ever beside the values of another function', async () => {
    await open('#f=relu');
    await plotted(['relu']);
    await page.evaluate(`{
      globalThis.seen = new Set();
      const rows = () => [...document.querySelectorAll('.values tbody tr')].map(row => row.textContent);
      new MutationObserver(() => rows().forEach(row => seen.add(row))).observe(document.querySelector('.values'), {
        ...{subtree: true, childList: true, characterData: true},
      });
    }`);
    await go('#f=hardSigmoid');
    await plotted(['hardSigmoid']);
    expect(['relu1', 'hardSigmoid0.6666667']).toEqual(
      expect.arrayContaining(await page.evaluate<string[]>('[...seen]')),
    );
  });

  test('the same on every backend, and one that is not there says why', async () => {
    const names = ['smoothRelu', 'gelu', 'glu', 'apl'];
    const query = `d=012&${names.map(name => `f=${name}`).join('&')}`;
    await open(`#${query}&on=webgl`);
    for (const backend of ['webgl', 'webgpu', 'cpu', 'wasm']) {
      await page.check(`input[value=${backend}]`, {force: true});
      await until(idle);
      await plotted(names, backend);
      const shown = await values();
      for (const name of names)
        expectClose(
          shown[name]!,
          expected(
            catalogue.find(entry => entry.name === name)!,
            1,
          ),
          1e-5,
        );
    }
    await open(`#${query}&on=webgpu`, {}, opened =>
      opened.route('**/worker.js', async route => {
        const response = await route.fetch();
        const body = `Object.defineProperty(navigator, 'gpu', {value: undefined});${await response.text()}`;
        await route.fulfill({response, body});
      }),
    );
    expect(await page.locator('input[value=webgpu]').isDisabled()).toBe(true);
    expect(await text('#backend-missing')).toMatch(/^No webgpu: this browser has no WebGPU/);
    expect(await text('#notice-text')).toMatch(/^The link asks for webgpu: this browser has no WebGPU/);
    await plotted(names, 'wasm');
  });

  test('values are read with the pointer, with a finger, and by keyboard', async () => {
    await open('#f=relu&f=smoothRelu(k=2)&d=01');
    await plotted(['relu', 'smoothRelu']);
    const slider = page.getByRole('slider', {name: 'Where values are read'});
    expect(await slider.getAttribute('aria-valuetext')).toBe(
      'x 1: relu 1, first derivative 1; smoothRelu 1.063464, first derivative 0.8807971',
    );
    await slider.focus();
    for (const [key, x] of [
      ['ArrowRight', '1.1'],
      ['Shift+ArrowLeft', '1.09'],
      ['PageDown', '0.09'],
      ['End', '4'],
      ['ArrowUp', '4'],
      ['Home', '−4'],
    ] as const) {
      await page.keyboard.press(key);
      expect(await text('#x')).toBe(x);
      expect(await slider.getAttribute('aria-valuenow')).toBe(String(Math.fround(numberOf(x))));
    }
    expect((await values())['relu']).toEqual([0, 0]);

    const box = (await page.locator('.canvas .u-over').boundingBox())!;
    await page.mouse.move(box.x + 0.75 * box.width, box.y + 20);
    await until(`Math.abs(Number(document.querySelector('#x').textContent) - 2) < 0.02`);
    const read = await text('#x');
    // It stays where it was when the pointer leaves.
    await page.mouse.move(box.x, box.y + box.height + 200);
    expect(await text('#x')).toBe(read);
    // Dragging zooms.
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.75 * box.width, box.y + 50, {steps: 3});
    await page.mouse.up();
    await until(`decodeURI(location.hash).includes('x=')`);
    const [from, to] = /x=([^,]+),([^&]+)/
      .exec(await hash())!
      .slice(1)
      .map(Number) as [number, number];
    expect(Math.abs(from)).toBeLessThan(0.05);
    expect(Math.abs(to - 2)).toBeLessThan(0.05);

    await open('#f=relu', {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true});
    await plotted(['relu']);
    const over = page.locator('.canvas .u-over');
    await over.scrollIntoViewIfNeeded();
    const {x, y, width} = (await over.boundingBox())!;
    await page.touchscreen.tap(x + 0.875 * width, y + 40);
    await until(`Math.abs(Number(document.querySelector('#x').textContent) - 3) < 0.05`);
  });

  test('parameters by slider and by number; what is out of range is said; a link keeps it all', async () => {
    await open('#f=smoothRelu&f=elu(alpha=0.5)&d=02');
    await plotted(['smoothRelu', 'elu']);
    await page.getByRole('slider', {name: 'k', exact: true}).focus();
    await page.keyboard.press('End');
    await until(`document.querySelector('.values td').textContent === '1.000005'`);
    const number = page.getByRole('textbox', {name: 'k, as a number'});
    await number.fill('50');
    await until(`document.querySelector('.values td').textContent === '1'`);
    await number.fill('-1');
    await until(
      `document.querySelector('.function .bad')?.textContent.includes('k must be a finite number > 0, but is -1.')`,
    );
    await number.fill('3');
    await until(`!document.querySelector('.function .bad')`);
    await plotted(['smoothRelu', 'elu']);
    await page.fill('.range input >> nth=0', '-2');
    await page.keyboard.press('Enter');
    await until(`decodeURI(location.hash) === '#f=smoothRelu(k=3)&f=elu(alpha=0.5)&d=02&x=-2,4'`);
    const before = await values();
    await page.reload();
    await until(idle);
    await plotted(['smoothRelu', 'elu']);
    expect(await values()).toEqual(before);
    expect(await number.inputValue()).toBe('3');
    // A word, and a number that may be none.
    await go('#f=gelu&f=relu');
    await plotted(['gelu', 'relu']);
    await page.selectOption('#f0-approximate', 'tanh');
    await until(`document.querySelector('.values td').textContent === '0.841192'`);
    await page.locator('.function', {hasText: 'maxValue'}).getByRole('checkbox').first().uncheck();
    await until(`decodeURI(location.hash) === '#f=gelu(approximate=tanh)&f=relu(maxValue=1)'`);
    await go('#f=nothing&f=relu&steps=many');
    await until(`document.querySelector('#notice-text').textContent.includes('f=nothing, steps=many')`);
    await plotted(['relu']);
  });

  test('functions are found, put on the plot, copied and taken off it, by keyboard alone', async () => {
    await open('#f=relu');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.focus('#filter');
    await page.keyboard.type('sharpness k');
    const chips = page.locator('.chip');
    expect(await chips.allTextContents()).toEqual(['smoothRelu']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await plotted(['relu', 'smoothRelu']);
    await page.focus('#filter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('swish with');
    await until(`document.querySelectorAll('.chip').length === 2`);
    expect(await chips.allTextContents()).toEqual(['hardSwish', 'swishBeta']);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await plotted(['relu', 'smoothRelu', 'swishBeta']);
    expect(await chips.last().getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Space');
    await plotted(['relu', 'smoothRelu']);
    await page.getByRole('button', {name: 'Another smoothRelu to compare'}).press('Enter');
    await page.locator('#f2-k').press('End');
    await plotted(['relu', 'smoothRelu', 'smoothRelu, k 10']);
    await page.getByRole('button', {name: 'Remove relu'}).press('Enter');
    await plotted(['smoothRelu', 'smoothRelu, k 10']);
    await page.fill('#filter', '');
    await go(
      `#${functions()
        .slice(0, 6)
        .map(({name}) => `f=${name}`)
        .join('&')}`,
    );
    await plotted(
      functions()
        .slice(0, 6)
        .map(({name}) => name),
    );
    expect(await chips.last().getAttribute('aria-disabled')).toBe('true');
  });
});

describe('nets that learn', () => {
  const figures = async () => ({
    accuracy: await page.locator('.accuracy').allTextContents(),
    loss: await page.locator('.loss').allTextContents(),
    layers: await page.locator('.layers').allTextContents(),
    shapes: await page.locator('.shape figcaption').allTextContents(),
  });
  /** In the worker, where tf.js keeps its engine. */
  const countTensors = () => page.workers()[0]!.evaluate('_tfengine.memory().numTensors');
  const decision = (net = 0) => page.evaluate(`document.querySelectorAll('.decision')[${net}].toDataURL()`);
  const free = () => until(`${idle} && document.querySelector('#train')?.getAttribute('aria-disabled') === 'false'`);
  async function learn(query: string): Promise<void> {
    await open(`#view=learning&${query}`);
    await free();
  }
  async function train(): Promise<void> {
    const runs = Number(await page.getAttribute('#train-state', 'data-runs'));
    await page.click('#train');
    await until(`document.querySelector('#train-state').dataset.runs > ${runs}`);
    await free();
  }

  test('four side by side learn the circles while the page answers, the same again, and stop when told to', async () => {
    await learn('data=circles&noise=0.05&layers=1&units=8&rate=0.1&steps=40');
    const fresh = await figures();
    const drawn = await decision();
    expect(fresh.accuracy).toHaveLength(4);
    await page.evaluate(
      `window.ticks = 0; const tick = () => { ticks++; requestAnimationFrame(tick); }; requestAnimationFrame(tick);`,
    );
    await page.click('#train');
    await until(`/^(Step [1-9]|Trained)/.test(document.querySelector('#train-state').textContent)`);
    // The page goes on drawing in the middle of it.
    const ticks = Number(await page.evaluate('ticks'));
    await until(`ticks > ${ticks + 5}`);
    await free();
    expect(await text('#train-state')).toMatch(/^Trained for 40 steps on wasm, in .* s\.$/);
    const trained = await figures();
    for (const each of trained.accuracy) expect(parseFloat(each)).toBeGreaterThan(90);
    trained.loss.forEach((each, i) => expect(numberOf(each)).toBeLessThan(numberOf(fresh.loss[i]!) / 2));
    expect(await decision()).not.toBe(drawn);
    // SmoothReLU's k, PReLU's and ELU's alpha have moved; ReLU is to be compared as it is.
    expect(trained.shapes.map(each => each.replace(/ → .*/, ''))).toEqual([
      'smoothRelu, layer 1: k 1',
      'prelu, layer 1: alpha 0.25',
      'elu, layer 1: alpha 1',
      'relu, layer 1: nothing to learn',
    ]);
    await page.click('#afresh');
    await until(`document.querySelector('.loss').textContent === '${fresh.loss[0]}'`);
    await free();
    expect(await figures()).toEqual(fresh);
    const tensors = await countTensors();
    await train();
    expect(await figures()).toEqual(trained);
    await page.click('#afresh');
    await until(`document.querySelector('.loss').textContent === '${fresh.loss[0]}'`);
    await free();
    // Neither training nor the nets of before leave any behind.
    expect(await countTensors()).toBe(tensors);

    await page.selectOption('.fields select >> nth=-1', '3000');
    await page.click('#train');
    await until(`/^Step [1-9]/.test(document.querySelector('#train-state').textContent)`);
    await page.click('#stop');
    await free();
    expect(await text('#train-state')).toMatch(/^Stopped after \d+ steps/);
  });

  test('gradients and dead units are those of the loss', async () => {
    // No line of a relu that begins far right of all points lets any of them through.
    await learn('data=circles&layers=1&units=4&steps=5&net=relu(threshold=100)&net=relu');
    const [dead, alive] = (await page.locator('.layers').allTextContents()) as [string, string];
    expect(dead).toMatch(/10100\s%/);
    expect(dead).toMatch(/^(?!.*10100\s%.*10100\s%)/);
    expect(alive).not.toMatch(/100\s%/);
    // The first net's kernel before the dead layer has no gradient at all.
    expect(
      await page.locator('.net >> nth=0').locator('.layers tbody tr >> nth=0').locator('td >> nth=1').textContent(),
    ).toBe('0');

    const {places, labels} = points('circles', INITIAL.structure.noise);
    const files = await session.download(join(folder, 'gradients'), async () => {
      await page.selectOption('#keep-net', '1');
      await page.click('#download');
      await free();
    });
    expect(files.map(file => basename(file))).toEqual(['model.json', 'model.weights.bin']);
    const model = await tf.loadLayersModel(fileSystem(join(folder, 'gradients')));
    const shown = (await page.locator('.net >> nth=1').locator('.layers tbody tr').all()).map(row =>
      row.locator('td >> nth=1').textContent(),
    );
    const kernels = [0, 2].map(i => (model.layers[i]!.trainableWeights[0] as unknown as {val: tf.Variable}).val);
    const norms = tf.tidy(() => {
      const x = tf.tensor2d(places, [labels.length, 2]);
      const y = tf.tensor2d(Float32Array.from(labels), [labels.length, 1]);
      const {grads} = tf.variableGrads(
        () => tf.mean(tf.metrics.binaryCrossentropy(y, model.predict(x) as tf.Tensor)) as tf.Scalar,
        kernels,
      );
      return kernels.map(({name}) => tf.norm(grads[name]!).dataSync()[0]!);
    });
    const gradients = (await Promise.all(shown)).map(each => numberOf(each!));
    // Two digits are shown.
    gradients.forEach((value, i) => expect(Math.abs(value / norms[i]! - 1)).toBeLessThan(0.06));
    const right = tf.tidy(() => {
      const probabilities = [...(model.predict(tf.tensor2d(places, [labels.length, 2])) as tf.Tensor).dataSync()];
      return probabilities.filter((p, i) => p > 0.5 === (labels[i] === 1)).length / labels.length;
    });
    expect(parseFloat((await page.locator('.accuracy').allTextContents())[1]!)).toBeCloseTo(100 * right, 1);
    model.dispose();
  });

  test('on every backend the same', async () => {
    await learn('on=cpu&layers=1&units=4&steps=2&net=smoothRelu');
    const [fresh] = (await figures()).loss;
    await train();
    const wanted = numberOf((await figures()).loss[0]!);
    expect(Math.abs(wanted / numberOf(fresh!) - 1)).toBeGreaterThan(0.01);
    for (const backend of ['webgl', 'webgpu']) {
      await page.check(`input[value=${backend}]`, {force: true});
      await free();
      await page.click('#afresh');
      await until(`Math.abs(Number(document.querySelector('.loss').textContent) / ${fresh} - 1) < 0.005`);
      await free();
      await train();
      expect(await text('#train-state')).toMatch(new RegExp(`^Trained for 2 steps on ${backend}`));
      // Three digits are shown.
      expect(Math.abs(numberOf((await figures()).loss[0]!) / wanted - 1)).toBeLessThan(0.005);
    }
  });

  test('a net is saved in the browser and in files, and loaded again, also one from Node', async () => {
    await learn('data=moons&layers=1&units=6&steps=20&rate=0.03&net=smoothRelu&net=elu');
    expect(await page.getAttribute('#load-browser', 'aria-disabled')).toBe('true');
    await train();
    const trained = await figures();
    const drawn = await decision(0);
    await page.click('#save-browser');
    await until(`/^Saved .* kB$/.test(document.querySelector('#saved').textContent)`);
    await free();
    const press = async () => {
      await page.click('#download');
      await free();
    };
    const files = await session.download(join(folder, 'saved'), press);
    await page.reload();
    await free();
    expect((await figures()).accuracy[0]).not.toBe(trained.accuracy[0]);
    // Into the other place, where the same net looks the same.
    await page.selectOption('#keep-net', '1');
    await page.click('#load-browser');
    await until(`document.querySelector('.loaded')?.textContent === 'Loaded: smoothRelu'`);
    await free();
    const loaded = await figures();
    expect([loaded.accuracy[1], loaded.loss[1]]).toEqual([trained.accuracy[0], trained.loss[0]]);
    expect(await decision(1)).toBe(drawn);
    await page.selectOption('#keep-net', '0');
    await page.setInputFiles('#files', files.reverse());
    await until(`document.querySelectorAll('.loaded').length === 2`);
    await free();
    expect((await figures()).loss[0]).toBe(trained.loss[0]);

    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 5, inputShape: [2], activation: rx.activation('gelu')}),
        tf.layers.dense({units: 4}),
        rx.layers.pelu({learnable: true}),
        tf.layers.dense({units: 1, activation: 'sigmoid'}),
      ],
    });
    await model.save(fileSystem(join(folder, 'node')));
    const node = ['model.json', 'weights.bin'].map(name => join(folder, 'node', name));
    await page.setInputFiles('#files', node);
    await until(`document.querySelector('.loaded')?.textContent === 'Loaded: pelu'`);
    await free();
    const start = (await figures()).loss[0]!;
    await train();
    expect((await figures()).loss[0]).not.toBe(start);

    // What is wrong with files is said, and the net stays.
    const before = await figures();
    const fails = async (given: string[], message: RegExp) => {
      await page.setInputFiles('#files', given);
      await until(
        `!document.querySelector('#notice').hidden && document.querySelector('#notice').classList.contains('bad')`,
      );
      await free();
      expect(await text('#notice-alert')).toMatch(message);
      await page.click('#notice-close');
    };
    await fails([node[0]!], /needs weights\.bin too/);
    const wide = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [3]})]});
    await wide.save(fileSystem(join(folder, 'wide')));
    await fails(
      ['model.json', 'weights.bin'].map(name => join(folder, 'wide', name)),
      /no net for points of a plane: it takes \[3\] and gives \[1\]/,
    );
    const text_ = join(folder, 'text.json');
    writeFileSync(text_, 'no model');
    await fails([text_, node[1]!], /text\.json is no JSON/);
    expect(await figures()).toEqual(before);
    tf.dispose([model, wide].flatMap(each => each.getWeights()));
  });
});

describe('for everybody', () => {
  const PHONE = {viewport: {width: 360, height: 740}, isMobile: true, hasTouch: true};

  test.each(['light', 'dark'] as const)('axe finds nothing to say in the %s', async colorScheme => {
    const queries = [
      '#d=012&f=smoothRelu&f=relu&f=gelu&f=glu&f=apl&f=snake',
      '#view=learning&layers=2&net=smoothRelu&net=relu',
    ];
    for (const query of queries) {
      // What a phone changes is the same by night.
      for (const options of colorScheme === 'light' ? [{}, PHONE] : [{}]) {
        await open(query, {colorScheme, ...options});
        if (query.includes('learning'))
          await until(`document.querySelector('#train')?.getAttribute('aria-disabled') === 'false'`);
        await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
        await page.evaluate(axe);
        const {violations, passes} = (await page.evaluate('axe.run()')) as AxeResults;
        const found = violations.map(
          ({id, impact, nodes}) => `${impact} ${id}: ${nodes.map(node => node.html).join('\n')}`,
        );
        expect(found).toEqual([]);
        expect(passes.length).toBeGreaterThan(25);
        // Nothing is wider than the screen.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options === PHONE ? 360 : 1200);
      }
    }
  });
});

describe('what the page consists of', () => {
  test('a link has what it was made of', () => {
    const state: State = {
      view: 'learning',
      backend: 'webgl',
      functions: [
        {name: 'relu', values: {maxValue: null, threshold: 0.5}},
        {name: 'gelu', values: {approximate: 'tanh'}},
      ],
      orders: [1, 2],
      from: -1.5,
      to: 1e3,
      structure: {data: 'moons', noise: 0.2, layers: 2, units: 5},
      nets: [
        {name: 'elu', values: {alpha: -0.5}, learn: false},
        {name: 'snake', values: {}, learn: null},
      ],
      rate: 0.1,
      steps: 7,
    };
    const known = new Set(['relu', 'gelu', 'elu', 'snake']);
    expect(fromHash(toHash(state), known)).toEqual({state, problems: []});
    expect(fromHash(toHash({...state, functions: []}), known).state.functions).toEqual([]);
    expect(toHash(INITIAL)).toBe('');
    expect(fromHash('', known)).toEqual({state: INITIAL, problems: []});
    const wrong = [
      'f=elu(alpha)',
      'f=no',
      'd=3',
      'x=1,1',
      'x=1',
      'data=dots',
      'layers=0',
      'layers=1.5',
      'rate=-1',
      'view=',
    ];
    for (const part of wrong) expect(fromHash(`#${part}`, known).problems).toEqual([part]);
  });

  test('sliders stay where the definitions allow, with the default in their range', () => {
    for (const entry of functions()) {
      for (const control of controlsOf(entry, {})) {
        if (control.kind === 'choice') {
          expect(control.choices).toContain(control.initial);
          continue;
        }
        const {from, to, step, initial, name} = control;
        const {min = -Infinity, max = Infinity, above = -Infinity} = entry.params[name] ?? {};
        expect(from).toBeGreaterThanOrEqual(min);
        expect(from).toBeGreaterThan(above);
        expect(to).toBeLessThanOrEqual(max);
        expect((to - from) / step).toBeGreaterThan(50);
        expect((to - from) / step).toBeLessThan(400);
        if (initial !== null) expect(initial).toBeGreaterThanOrEqual(from);
        if (initial !== null) expect(initial).toBeLessThanOrEqual(to);
      }
    }
  });

  test('points are the same every time, half of each class, and on the picture', () => {
    for (const dataset of ['spirals', 'moons', 'circles'] as const) {
      const {places, labels} = points(dataset, 0.1);
      expect(points(dataset, 0.1)).toEqual({places, labels});
      expect(labels.reduce((sum, label) => sum + label, 0)).toBe(labels.length / 2);
      expect(Math.max(...places.map(Math.abs))).toBeLessThan(2.5);
      expect(points(dataset, 0)).not.toEqual({places, labels});
    }
  });
});
