// What a lane is: one tf on one backend, and what may be asked of its arithmetic.
import type * as tfjs from '@tensorflow/tfjs';
import type {Rectifiers} from '../../src/index';
import type {Fixture} from '../support/fixtures';

export type Tf = typeof tfjs;
export type Tensor = tfjs.Tensor;

export interface Lane {
  readonly name: string;
  readonly tf: Tf;
  readonly rx: Rectifiers<Tf>;
  readonly fixture: (name: string) => Fixture;
  /**
   * `exact`: kernels of ours that compute in float64. `composed`: stock float32 ops, whose intermediate results are
   * rounded, so that a function may come out as if x or a parameter were off by some roundings.
   */
  readonly arithmetic: 'exact' | 'composed';
  /** The backend flushes subnormal numbers to 0. */
  readonly flushesSubnormals: boolean;
}

export interface Check {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

/** All functions of a lane, by name, without their individual types. */
export type AnyOp = (x: Tensor, params?: Record<string, number | Tensor>) => Tensor;
export const opOf = (lane: Lane, name: string): AnyOp => (lane.rx as unknown as Record<string, AnyOp>)[name]!;
export type AnyLayer = (config?: Record<string, unknown>) => tfjs.layers.Layer;
export const layerOf = (lane: Lane, name: string): AnyLayer =>
  (lane.rx.layers as unknown as Record<string, AnyLayer>)[name]!;

export const defaults = (lane: Lane, name: string): Record<string, number> =>
  Object.fromEntries(Object.entries(lane.rx.functions.get(name)!.params).map(([param, spec]) => [param, spec.default]));

/** Fails if `body` leaves tensors behind. */
export async function withoutLeaks(tf: Tf, body: () => void | Promise<void>): Promise<void> {
  const before = tf.memory().numTensors;
  await body();
  const after = tf.memory().numTensors;
  if (after !== before) throw new Error(`${after - before} tensors leaked`);
}
