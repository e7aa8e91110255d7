// Tests the means of the other tests: the float32 distance, and the reading and the conventions of the fixtures.
import {readdirSync} from 'node:fs';
import {catalogue} from '../src/activations';
import {compareUlp, ulpDistance} from './support/ulp';
import {parseFixture} from './support/fixtures';
import {loadFixture} from './support/readFixture';

const TINY = 2 ** -149;
const MAX = (2 - 2 ** -23) * 2 ** 127;

describe('ulpDistance', () => {
  test('counts steps of float32', () => {
    expect(ulpDistance(1, 1)).toBe(0);
    expect(ulpDistance(1 + 2 ** -23, 1)).toBe(1);
    expect(ulpDistance(1 - 2 ** -24, 1)).toBe(1);
    expect(ulpDistance(-1 - 2 ** -22, -1)).toBe(2);
    expect(ulpDistance(2, 1)).toBe(2 ** 23);
    expect(ulpDistance(1, -1)).toBe(2 * 0x3f800000);
  });

  test('rounds the reference to float32', () => {
    expect(ulpDistance(Math.fround(0.1), 0.1)).toBe(0);
    expect(ulpDistance(1, 1 + 2 ** -25)).toBe(0);
    expect(ulpDistance(0, 1e-60)).toBe(0);
    expect(ulpDistance(Infinity, 1e39)).toBe(0);
  });

  test('counts subnormals, across zero too', () => {
    expect(ulpDistance(TINY, 0)).toBe(1);
    expect(ulpDistance(-TINY, TINY)).toBe(2);
    expect(ulpDistance(0, 2 ** -126)).toBe(2 ** 23);
    expect(ulpDistance(2 ** -126 - TINY, 2 ** -126)).toBe(1);
  });

  test('NaN and infinities match themselves only', () => {
    expect(ulpDistance(NaN, NaN)).toBe(0);
    expect(ulpDistance(-Infinity, -Infinity)).toBe(0);
    const pairs: [number, number][] = [
      [NaN, 1],
      [NaN, Infinity],
      [Infinity, -Infinity],
      [Infinity, MAX],
    ];
    for (const [a, b] of pairs) {
      expect(ulpDistance(a, b)).toBe(Infinity);
      expect(ulpDistance(b, a)).toBe(Infinity);
    }
  });

  test('tells the zeros apart on demand', () => {
    expect(ulpDistance(-0, 0)).toBe(0);
    expect(ulpDistance(-0, 0, {sameZero: false})).toBe(Infinity);
    expect(ulpDistance(-0, -0, {sameZero: false})).toBe(0);
    expect(ulpDistance(-TINY, 0, {sameZero: false})).toBe(1);
  });
});

describe('compareUlp', () => {
  test('finds the worst and all beyond the limit', () => {
    const got = Float32Array.of(1, 1 + 2 ** -23, 1 + 2 ** -21, NaN);
    const result = compareUlp(got, [1, 1, 1, NaN], {limit: 1, x: [5, 6, 7, 8], label: 'f'});
    expect(result.worst).toBe(4);
    expect(result.at).toBe(2);
    expect(result.bad).toEqual([{index: 2, got: 1 + 2 ** -21, want: 1, ulp: 4}]);
    expect(result.message).toBe(
      'f: 1 of 4 beyond 1 ULP, worst 4 at [2] x = 7\n  [2] x = 7: got 1.0000004768371582, want 1, 4 ULP',
    );
  });

  test('says how good it is when all pass', () => {
    const result = compareUlp([1, 2 + 2 ** -22], [1, 2], {limit: 1});
    expect(result.bad).toEqual([]);
    expect(result.message).toBe('all 2 within 1 ULP, worst 1 at [1]');
    expect(compareUlp([], [], {limit: 0})).toEqual({worst: 0, at: -1, bad: [], message: 'all 0 within 0 ULP'});
  });

  test('lists ten at most', () => {
    const {bad, message} = compareUlp(new Float32Array(12), new Float32Array(12).fill(1), {limit: 3});
    expect(bad).toHaveLength(12);
    expect(message.split('\n')).toHaveLength(12);
    expect(message).toMatch(/and 2 more$/);
  });

  test('absolute errors, one for all or one an element', () => {
    expect(compareUlp([1e-9, 2], [0, 1], {limit: 0, absolute: 1e-8}).bad.map(m => m.index)).toEqual([1]);
    expect(compareUlp([1e-9, 2], [0, 1], {limit: 0, absolute: [0, 1]}).bad.map(m => m.index)).toEqual([0]);
    expect(compareUlp([NaN], [0], {limit: 0, absolute: 1}).bad).toHaveLength(1);
  });

  test('flushed subnormals, of the result and of x', () => {
    expect(compareUlp([0, -0], [1e-40, -1.19e-38], {limit: 0, flush: true}).bad).toEqual([]);
    expect(compareUlp([0], [1e-40], {limit: 0}).bad).toHaveLength(1);
    expect(compareUlp([0], [1e-37], {limit: 0, flush: true}).bad).toHaveLength(1);
    // A step at 0: a subnormal x is taken for 0, and so belongs to the left.
    const x = [0, TINY, 1];
    expect(compareUlp([0.25, 0.25, 1], [0.25, 1, 1], {limit: 0, flush: true, x}).bad).toEqual([]);
    expect(compareUlp([0.25, 0.25, 1], [0.25, 1, 1], {limit: 0, x}).bad).toHaveLength(1);
    expect(compareUlp([0.25, 0.5, 0.25], [0.25, 1, 1], {limit: 0, flush: true, x}).bad).toHaveLength(2);
  });

  test('the zeros, also where flushing or an absolute error is off', () => {
    expect(compareUlp([-0], [0], {limit: 9}).bad).toEqual([]);
    expect(compareUlp([-0], [0], {limit: 9, sameZero: false}).bad).toHaveLength(1);
  });

  test('refuses lengths that differ', () => {
    expect(() => compareUlp([1], [1, 2], {limit: 0, label: 'elu'})).toThrow('elu: 1 results for 2 wanted values');
    expect(() => compareUlp([1], [1], {limit: 0, x: []})).toThrow('1 results for 0 points');
    expect(() => compareUlp([1], [1], {limit: 0, absolute: [1, 1]})).toThrow('1 results for 2 absolute errors');
  });
});

describe('parseFixture', () => {
  const sample = (change: object = {}) => ({
    name: 'f',
    variables: ['x', 'a'],
    cases: [
      {params: {a: 1, b: null}, x: [-0.0, 'NaN', '-Infinity'], values: {'': [1e-300, 'NaN', 'Infinity']}, ...change},
    ],
  });

  test('takes text and objects', () => {
    const fixture = parseFixture(sample());
    expect(parseFixture(JSON.stringify(sample()).replace('[0,', '[-0.0,'))).toEqual(fixture);
    expect(fixture.cases[0]).toEqual({
      params: {a: 1, b: null},
      x: Float32Array.of(-0, NaN, -Infinity),
      values: {'': Float64Array.of(1e-300, NaN, Infinity)},
    });
  });

  test('refuses what is no fixture', () => {
    expect(() => parseFixture(null)).toThrow('the fixture is not an object');
    expect(() => parseFixture({...sample(), name: 1})).toThrow('has no name');
    expect(() => parseFixture({...sample(), cases: {}})).toThrow('f: cases is not a list');
    expect(() => parseFixture(sample({x: [0.1, 0, 0]}))).toThrow('f, case 0: x is not float32-exact');
    expect(() => parseFixture(sample({x: ['one', 0, 0]}))).toThrow('"one" is not a number');
    expect(() => parseFixture(sample({values: {x: [1]}}))).toThrow("'x' has 1 values for 3 points");
    expect(() => parseFixture(sample({values: {'x,b': [1, 1, 1]}}))).toThrow('derivative by b');
  });
});

describe('the fixtures', () => {
  /** Derivative `key` of the first case with these parameters, at x (the zeros told apart). */
  function value(name: string, params: Record<string, number>, key: string, x: number): number | undefined {
    const found = loadFixture(name).cases.find(c =>
      Object.entries(params).every(([p, v]) => c.params[p] === Math.fround(v)),
    );
    return found?.values[key]?.[found.x.findIndex(v => Object.is(v, Math.fround(x)))];
  }

  const names = readdirSync('test/fixtures').flatMap(file => (file.endsWith('.json') ? [file.slice(0, -5)] : []));

  test('every function of the catalogue has one', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(catalogue)));
  });

  test.each(names)('%s is complete', name => {
    const {variables, cases, ...fixture} = loadFixture(name);
    expect(fixture.name).toBe(name);
    for (const {params, x, values} of cases) {
      expect(Object.keys(params)).toEqual(expect.arrayContaining(variables.slice(1)));
      const keys = ['', 'x', 'x,x', 'x,x,x'];
      for (const param of variables.slice(1)) {
        if (params[param] !== null) keys.push(param, `x,${param}`, `${param},${param}`);
      }
      expect(Object.keys(values)).toEqual(expect.arrayContaining(keys));
      for (const special of [0, -0, TINY, -TINY, NaN, Infinity, -Infinity]) {
        expect(x.some(v => Object.is(v, special))).toBe(true);
      }
      const nan = x.findIndex(Number.isNaN);
      for (const [key, row] of Object.entries(values)) {
        expect(row[nan]).toBeNaN();
        // Results have no negative zeros, and NaN for NaN only, or where a derivative oscillates towards infinity.
        expect(row.some(v => Object.is(v, -0))).toBe(false);
        expect(row.filter(Number.isNaN)).toHaveLength(name === 'snake' && key ? 3 : 1);
      }
    }
  });

  test('kinks belong to the left piece', () => {
    for (const zero of [0, -0]) {
      expect(value('elu', {alpha: 2}, 'x,x', zero)).toBe(2);
      expect(value('prelu', {alpha: 0.25}, 'x', zero)).toBe(0.25);
      expect(value('leakyRelu', {negativeSlope: 0.3}, 'x', zero)).toBeCloseTo(Math.fround(0.3), 11);
    }
    expect(value('prelu', {alpha: 0.25}, 'x', TINY)).toBe(1);
    expect(value('elu', {alpha: 2}, 'x,x,alpha', -TINY)).toBe(1);
  });

  test('infinities have the limits', () => {
    expect(value('elu', {alpha: 2}, '', -Infinity)).toBe(-2);
    expect(value('elu', {alpha: 1}, 'x', Infinity)).toBe(1);
    expect(value('prelu', {alpha: 0}, '', -Infinity)).toBe(0);
    expect(value('prelu', {alpha: 0}, 'alpha', -Infinity)).toBe(-Infinity);
    expect(value('smoothRelu', {k: 5}, 'k', Infinity)).toBe(0);
    expect(value('parametricSoftplus', {alpha: -0.5}, '', Infinity)).toBe(-Infinity);
    expect(value('parametricSoftplus', {alpha: 2, beta: 20}, 'alpha,beta', Infinity)).toBe(Infinity);
  });

  test('known values', () => {
    expect(value('smoothRelu', {k: 2}, '', 0)).toBeCloseTo(Math.LN2 / 2, 11);
    expect(value('smoothRelu', {k: 2}, 'x,x', 0)).toBe(0.5);
    expect(value('smoothRelu', {k: 2}, 'x,k', 0)).toBe(0);
    // Beyond the reach of any cancelling formula.
    expect(value('smoothRelu', {k: 1}, 'k', 100)! / (-101 * Math.exp(-100))).toBeCloseTo(1, 10);
    expect(value('elu', {alpha: 1}, 'x', -104)! / Math.exp(-104)).toBeCloseTo(1, 10);
  });
});
