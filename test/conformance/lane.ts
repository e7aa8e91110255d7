// What a lane is: one tf on one backend, and what may be asked of its arithmetic; and what it is asked about.
import type * as tfjs from '@tensorflow/tfjs';
import type {NumberSpec, ParameterSpec, PointwiseInfo, Rectifiers} from '../../src/index';
import type {AxisFixture} from '../support/axisFixtures';
import type {Fixture} from '../support/fixtures';

export type Tf = typeof tfjs;
export type Tensor = tfjs.Tensor;

export interface Lane {
  readonly name: string;
  readonly tf: Tf;
  readonly rx: Rectifiers<Tf>;
  readonly fixture: (name: string) => Fixture;
  readonly axisFixture: (name: string) => AxisFixture;
  /**
   * `exact`: kernels of ours that compute in float64. `composed`: stock float32 ops, whose intermediate results are
   * rounded, so that a function may come out as if x or a parameter were off by some roundings.
   */
  readonly arithmetic: 'exact' | 'composed';
  /** The backend flushes subnormal numbers to 0. */
  readonly flushesSubnormals: boolean;
  /**
   * Where large tensors take another way than small ones: how many elements they have, and the largest |x| among them.
   * Then only values and derivatives are asked for.
   */
  readonly large?: {readonly count: number; readonly within: number};
  /** Tensors are stored with 11 bits: x, parameters and results are rounded to that, and finite below 65504 only. */
  readonly half?: true;
  /** tf.js itself predicts zeros for masked recurrent layers: its WebGPU shader that transposes a mask does not compile. */
  readonly brokenMasks?: true;
  /**
   * A software GPU, where compiling shaders takes nearly all of the time. Of what does not depend on the function a share is
   * asked of each, so that all together have all of it.
   */
  readonly slow?: true;
  /** Of what all lanes of a backend are asked, each begins its share at another place. */
  readonly share?: number;
  /** Functions made by `rx.define` in place of the catalogue. */
  readonly defined?: readonly Made[];
}

export interface Check {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/** Functions without their individual types. */
export type Value = number | string | null;
export type AnyOp = (x: Tensor, params?: Record<string, Value | Tensor>) => Tensor;
export type AnyLayer = (config?: Record<string, unknown>) => tfjs.layers.Layer;
type AnyActivation = (params?: Record<string, unknown>) => ReturnType<Rectifiers<Tf>['activation']>;

/** A function, and how error messages name it. */
export interface Made {
  readonly info: Omit<PointwiseInfo, 'kind' | 'summary' | 'formula' | 'reference'>;
  readonly op: AnyOp;
  readonly layer: AnyLayer;
  readonly activation: AnyActivation;
  readonly labels: {readonly op: string; readonly layer: string; readonly activation: string};
}

/** A function with values to test it with. */
export interface Subject extends Made {
  readonly name: string;
  readonly defaults: Record<string, Value>;
  /** Values that are no defaults, exact in float32, each in its range, and allowed together. */
  readonly others: Record<string, Value>;
  /** The parameters that may be tensors. */
  readonly params: readonly string[];
  /** Those of them that can be learned: their derivative is not 0 everywhere. */
  readonly movable: readonly string[];
  /** Those that the layer learns by default. */
  readonly learned: readonly string[];
}

export function subjects(lane: Lane): Subject[] {
  return (lane.defined ?? catalogueOf(lane)).map(made => {
    const specs = made.info.params;
    const names = Object.keys(specs);
    const params = names.filter(name => mayBeTensor(specs[name]!));
    const {cases} = lane.fixture(made.info.name);
    return {
      ...made,
      name: made.info.name,
      defaults: Object.fromEntries(names.map(name => [name, specs[name]!.default])),
      others: otherValues(made),
      params,
      movable: params.filter(param => cases.some(({values}) => values[param]?.some(v => v < 0 || v > 0))),
      learned: params.filter(name => numberSpec(made, name).learned),
    };
  });
}

const catalogueOf = ({rx}: Lane): Made[] =>
  [...rx.functions].flatMap(([name, info]) =>
    info.kind === 'pointwise'
      ? {
          info,
          op: (rx as unknown as Record<string, AnyOp>)[name]!,
          layer: (rx.layers as unknown as Record<string, AnyLayer>)[name]!,
          activation: (params?: Record<string, unknown>) => rx.activation(name as never, params as never),
          labels: {op: `rx.${name}`, layer: `rx.layers.${name}`, activation: `rx.activation('${name}'`},
        }
      : [],
  );

export const isChoice = (spec: ParameterSpec) => 'choices' in spec;
const mayBeTensor = (spec: ParameterSpec): boolean => !('choices' in spec) && !spec.fixed;
export const numberSpec = ({info}: Pick<Made, 'info'>, name: string): NumberSpec => info.params[name] as NumberSpec;

/** The first of many combinations that the activation takes. */
function otherValues({info, activation}: Made): Record<string, Value> {
  const candidates = Object.values(info.params).map((spec): Value[] => {
    if ('choices' in spec) return spec.choices.filter(word => word !== spec.default);
    // A fixed number may have a meaning for some values of the others only.
    return spec.fixed ? [1.5, null] : [1.5, 0.75, 2.25, 0.375];
  });
  const combinations = candidates.reduce<Value[][]>(
    (all, each) => all.flatMap(before => each.filter(v => !before.includes(v) || v === null).map(v => [...before, v])),
    [[]],
  );
  for (const combination of combinations) {
    const values = Object.fromEntries(Object.keys(info.params).map((name, i) => [name, combination[i]!]));
    if (isAllowed(activation, values)) return values;
  }
  throw new Error(`no values to test ${info.name} with`);
}

/** The same with several other values of a parameter. */
export const changed = ({activation, others}: Subject, param: string): Record<string, Value>[] =>
  [0.125, 3, 100].map(value => ({...others, [param]: value})).filter(values => isAllowed(activation, values));

function isAllowed(activation: AnyActivation, values: Record<string, Value>): boolean {
  try {
    activation(values);
    return true;
  } catch {
    // Not allowed together.
    return false;
  }
}

/** Of some things, those that the function with that index is asked for: all, or on a slow lane `count` of them. */
export const shareOf = <T>(lane: Lane, things: readonly T[], index: number, count = 1): readonly T[] =>
  lane.slow ? things.filter((_, i) => (i + things.length - (index % things.length)) % things.length < count) : things;

/** What backends may keep as views of a matrix that has an even number of columns and three rows or more. */
export const VIEWS: readonly ((tf: Tf, x: tfjs.Tensor2D) => Tensor)[] = [
  (tf, x) => tf.slice(x, [1, 2], [2, x.shape[1] / 2]),
  (tf, x) => tf.reshape(x, [2, x.size / 2]),
  (tf, x) => tf.transpose(x),
];

/** Fails if `body` leaves tensors behind. */
export async function withoutLeaks(tf: Tf, body: () => void | Promise<void>): Promise<void> {
  const before = tf.memory().numTensors;
  await body();
  const after = tf.memory().numTensors;
  if (after !== before) throw new Error(`${after - before} tensors leaked`);
}

/**
 * tf.tidy for a body that awaits: tensors made in it are disposed at its end. Reading with data(), not dataSync(), is
 * what needs it: on WebGPU dataSync goes through a canvas, which a software GPU does not survive.
 */
export async function scoped(tf: Tf, body: () => Promise<void>): Promise<void> {
  tf.engine().startScope();
  try {
    await body();
  } finally {
    tf.engine().endScope();
  }
}

/** The tolerance of a comparison that takes `tolerance` where tensors are stored in full. */
export const within = (lane: Lane, tolerance: number): number => (lane.half ? Math.max(tolerance, 0.01) : tolerance);
