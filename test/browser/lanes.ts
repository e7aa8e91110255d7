// The lanes in Chromium: each backend of tf.js in each of its forms, and both builds of the package.
import type {Lane} from '../conformance/lane';

export interface BrowserLane {
  readonly name: string;
  /** Which test file has it: `test/browser/<file>.test.ts`. A lane that takes long has one of its own. */
  readonly file: string;
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
   * Groups in which lanes of one backend take turns, one check each, since all of them together would take too long:
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

const LAYERS = 'layers and activations';
const KERNELS = ['ops', 'identities', 'random slopes', 'composites', 'over an axis', 'hinges'];
/**
 * Values and derivatives are asked of every function on every lane. Layers are the same code on all WebGL lanes, and so is
 * the rest but for how kernels are made, which is most of it on the first: the others take turns in what it has whole.
 */
const turns = (turn: number): NonNullable<BrowserLane['turns']> => ({
  [LAYERS]: [turn, 4],
  ...(turn && Object.fromEntries(KERNELS.map(group => [group, [turn - 1, 3] as const]))),
});
/** The processor's backends are asked everything in Node; here each build has half of it, and all values. */
const half = (turn: number): NonNullable<BrowserLane['turns']> =>
  Object.fromEntries([LAYERS, ...KERNELS].map(group => [group, [turn, 2] as const]));
const webgl = (turn: number, lane: Partial<BrowserLane['lane']> = {}) => ({
  backend: 'webgl' as const,
  lane: {...composed, share: turn, ...lane},
  turns: turns(turn),
});

export const BROWSER_LANES: readonly BrowserLane[] = [
  {name: 'cpu', file: 'cpu', backend: 'cpu', build: 'esm', lane: exact, turns: half(0)},
  {name: 'cpu, script tag', file: 'cpu', backend: 'cpu', build: 'script', lane: exact, turns: half(1)},
  {name: 'wasm', file: 'wasm', backend: 'wasm', build: 'esm', lane: exact, turns: half(0)},
  {
    name: 'wasm with threads, script tag',
    file: 'wasm',
    backend: 'wasm',
    build: 'script',
    threads: true,
    lane: exact,
    turns: half(1),
  },
  {name: 'webgl', file: 'webgl', build: 'esm', flags: gpu, ...webgl(0)},
  {name: 'webgl, script tag, small tensors on the CPU', file: 'webglForms', build: 'script', ...webgl(1)},
  {name: 'WebGL1', file: 'webgl1', build: 'esm', flags: {...gpu, WEBGL_VERSION: 1}, ...webgl(2)},
  {
    name: 'webgl with half-float textures',
    file: 'webglHalf',
    build: 'esm',
    flags: {...gpu, WEBGL_FORCE_F16_TEXTURES: true},
    ...webgl(3, {half: true}),
  },
  {
    name: 'webgl on llvmpipe',
    file: 'webglForms',
    backend: 'webgl',
    build: 'esm',
    flags: gpu,
    mesa: true,
    lane: {...composed, share: 2},
    // What another compiler may change is arithmetic.
    groups: ['values and derivatives'],
  },
  {
    name: 'webgpu',
    file: 'webgpu',
    backend: 'webgpu',
    build: 'esm',
    flags: {WEBGPU_CPU_FORWARD: false},
    checksPerPage: 100,
    lane: {...composed, brokenMasks: true},
  },
];
