// rectifiers(tf): once for each tf, clear errors, nothing of tf.js changed.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {readFileSync} from 'node:fs';
import {catalogue} from '../src/activations';
import {RectifierError, rectifiers, version} from '../src/index';

type Entry = [unknown, unknown];
const classNameMap = (of: typeof tf.serialization) =>
  (of.SerializationMap.getMap() as unknown as {classNameMap: Record<string, Entry>}).classNameMap;

const stockClasses = {...classNameMap(tf.serialization)};
const stockKernels = tf.getKernelsForBackend('cpu').map(({kernelName, kernelFunc}) => [kernelName, kernelFunc]);

describe('rectifiers(tf)', () => {
  test('returns the same object each time, also for core and layers merged anew', () => {
    const rx = rectifiers(tf);
    expect(rectifiers(tf)).toBe(rx);
    expect(rectifiers({...tf})).toBe(rx);
    expect(rectifiers({...tfc, ...tfl})).toBe(rectifiers({...tfc, ...tfl}));
  });

  test('returns the same object from a second copy of the plugin', () => {
    let copy: typeof import('../src/index') | undefined;
    jest.isolateModules(() => (copy = require('../src/index')));
    expect(copy!.rectifiers).not.toBe(rectifiers);
    expect(copy!.rectifiers(tf)).toBe(rectifiers(tf));
  });

  test('replaces no class, kernel or gradient of tf.js', () => {
    rectifiers(tf);
    for (const [name, [cls]] of Object.entries(stockClasses)) {
      expect([name, classNameMap(tf.serialization)[name]![0] === cls]).toEqual([name, true]);
    }
    const rx = rectifiers(tf);
    tf.tidy(() => tf.grad((x: tf.Tensor) => rx.elu(x))(tf.ones([2])));
    const now = new Map(tf.getKernelsForBackend('cpu').map(({kernelName, kernelFunc}) => [kernelName, kernelFunc]));
    for (const [name, kernelFunc] of stockKernels) expect(now.get(name as string)).toBe(kernelFunc);
  });

  test('says what is wrong with something that is not tf.js', () => {
    const wrong: [unknown, RegExp][] = [
      [undefined, /received undefined, not tf.js/],
      [null, /not tf.js/],
      ['tf', /'tf'/],
      [{}, /no registerKernel/],
      [{default: tf}, /default export/],
      [tfc, /without layers.*\.\.\.tfc, \.\.\.tfl/],
    ];
    for (const [value, message] of wrong) {
      expect(() => rectifiers(value as never)).toThrow(RectifierError);
      expect(() => rectifiers(value as never)).toThrow(message);
    }
  });

  test('refuses another major version on the same tf', () => {
    const map = tf.serialization.SerializationMap.getMap() as unknown as Record<symbol, {version: string}[]>;
    const entries = map[Symbol.for('tfjs-rectifiers')]!;
    const [entry] = entries;
    entries[0] = {...entry!, version: '99.1.0'};
    try {
      expect(() => rectifiers(tf)).toThrow(/has 99.1.0 installed already/);
    } finally {
      entries[0] = entry!;
    }
  });

  test('a class name of somebody else is left alone, and an error only where ours is asked for', () => {
    class Foreign extends tf.layers.Layer {
      static readonly className = 'SmoothReLU';
    }
    const map = tf.serialization.SerializationMap.getMap() as unknown as Record<symbol, unknown[]>;
    const rx = rectifiers(tf);
    const ours = classNameMap(tf.serialization)['SmoothReLU']!;
    const installed = map[Symbol.for('tfjs-rectifiers')]!.splice(0);
    try {
      tf.serialization.registerClass(Foreign as never);
      const second = rectifiers(tf);
      expect(classNameMap(tf.serialization)['SmoothReLU']![0]).toBe(Foreign);
      expect(() => second.layers.smoothRelu()).toThrow(/'SmoothReLU' is registered by somebody else/);
      // Taken away later, it is an error for the first one too.
      expect(() => rx.layers.smoothRelu()).toThrow(/'SmoothReLU' is registered by somebody else/);
      second.layers.prelu();
      second.activation('smoothRelu');
      tf.dispose(second.smoothRelu([1]));
    } finally {
      classNameMap(tf.serialization)['SmoothReLU'] = ours;
      map[Symbol.for('tfjs-rectifiers')]!.splice(0, 1, ...installed);
      // The second installation registered its other classes over the first one's: put them back.
      for (const make of [rx.layers.prelu, rx.layers.elu]) {
        expect(() => make()).toThrow(/registered by/);
      }
    }
  });

  test('rx.version is that of package.json, rx.functions lists the catalogue', () => {
    const rx = rectifiers(tf);
    expect(rx.version).toBe(version);
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    const pointwise = [...rx.functions.values()].filter(info => info.kind === 'pointwise');
    expect(pointwise.map(info => info.name)).toEqual(Object.keys(catalogue));
    for (const [name, info] of rx.functions) {
      expect(info).toMatchObject({name, className: expect.any(String), summary: expect.any(String)});
      expect(info.formula && info.reference).toBeTruthy();
    }
  });
});
