// The lanes in Chromium: each backend of tf.js in each of its forms, and both builds of the package.
import type {Lane} from '../conformance/lane';

export interface BrowserLane {
  readonly name: string;
  readonly backend: 'cpu' | 'wasm' | 'webgl' | 'webgpu';
  /** Which build of the package: the ES module, or the one for script tags. */
  readonly build: 'esm' | 'script';
  /** tf.js's flags, as in its `tfjsflags` query. */
  readonly flags?: Readonly<Record<string, boolean | number>>;
  /** Under cross-origin isolation, where wasm gets threads; they must start. */
  readonly threads?: true;
  /** On Mesa's llvmpipe, whose compiler reorders arithmetic that SwiftShader's leaves alone; it must be what draws. */
  readonly mesa?: true;
  readonly lane: Omit<Lane, 'name' | 'tf' | 'rx' | 'fixture' | 'axisFixture'>;
  /** The groups of checks that run, if not all. */
  readonly groups?: readonly string[];
  /**
   * Groups in which lanes of one backend take turns, one function each, since all of them together would take too long:
   * which turn this lane has, of how many.
   */
  readonly turns?: Readonly<Record<string, readonly [turn: number, of: number]>>;
  /** A fresh page after so many checks: a software GPU's device is lost after some hundred pipelines. */
  readonly checksPerPage?: number;
}

const exact = {arithmetic: 'exact', flushesSubnormals: false} as const;
const composed = {arithmetic: 'composed', flushesSubnormals: true, slow: true} as const;
// Else tf.js computes small tensors on the CPU, and the tests would never see a shader.
const gpu = {WEBGL_CPU_FORWARD: false};

/** Values and derivatives are asked of every function on every lane. Layers are the same code on all WebGL lanes, and so are
 * ops but for how their kernels are made, which is most of it on the first. */
const turns = (turn: number) => ({
  'layers and activations': [turn, 4] as const,
  ...(turn && {ops: [turn - 1, 3] as const}),
});

export const BROWSER_LANES: readonly BrowserLane[] = [
  {name: 'cpu', backend: 'cpu', build: 'esm', lane: exact},
  {name: 'cpu, script tag', backend: 'cpu', build: 'script', lane: exact},
  {name: 'wasm', backend: 'wasm', build: 'esm', lane: exact},
  {name: 'wasm with threads, script tag', backend: 'wasm', build: 'script', threads: true, lane: exact},
  {name: 'webgl', backend: 'webgl', build: 'esm', flags: gpu, lane: composed, turns: turns(0)},
  {
    name: 'webgl, script tag, small tensors on the CPU',
    backend: 'webgl',
    build: 'script',
    lane: composed,
    turns: turns(1),
  },
  {name: 'WebGL1', backend: 'webgl', build: 'esm', flags: {...gpu, WEBGL_VERSION: 1}, lane: composed, turns: turns(2)},
  {
    name: 'webgl with half-float textures',
    backend: 'webgl',
    build: 'esm',
    flags: {...gpu, WEBGL_FORCE_F16_TEXTURES: true},
    lane: {...composed, half: true},
    turns: turns(3),
  },
  {
    name: 'webgl on llvmpipe',
    backend: 'webgl',
    build: 'esm',
    flags: gpu,
    mesa: true,
    lane: composed,
    // What another compiler may change is arithmetic.
    groups: ['values and derivatives'],
  },
  {
    name: 'webgpu',
    backend: 'webgpu',
    build: 'esm',
    flags: {WEBGPU_CPU_FORWARD: false},
    checksPerPage: 100,
    lane: {...composed, brokenMasks: true},
  },
];
