/** Where the windows of a convolution lie, by tf.js's own rules of padding, strides and dilations. */

import type {Tensor, Tf} from '../../tf';

/** Window `o` begins at `o * stride - before` of the input, and reads every `dilation`-th number. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly filter: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the input. */
  readonly before: number;
}

/** Rows and columns. */
export type Windows = readonly [Axis, Axis];

/** What tf.js gives a kernel of a convolution's gradient. */
export interface Attributes {
  readonly strides: number | [number, number];
  readonly dilations?: number | [number, number] | null;
  readonly pad: Padding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
}
type Padding = Parameters<Tf['backend_util']['computeConv2DInfo']>[4];
type Shape4D = [number, number, number, number];

export function windowsOf(
  tf: Tf,
  input: readonly number[],
  filter: readonly number[],
  {strides, dilations, pad, dimRoundingMode}: Attributes,
  depthwise: boolean,
): Windows {
  const info = tf.backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const axis = (side: 'Height' | 'Width', before: number): Axis => ({
    input: info[`in${side}`],
    output: info[`out${side}`],
    filter: info[`filter${side}`],
    stride: info[`stride${side}`],
    dilation: info[`dilation${side}`],
    before,
  });
  return [axis('Height', info.padInfo.top), axis('Width', info.padInfo.left)];
}

/** Numbers before and after an axis: zeros to add, or if negative, numbers to leave out. */
export type Margin = readonly [before: number, after: number];

/** A tensor without what margins leave out, and the zeros that they add, as an explicit padding of tf.js. */
export interface Framed {
  readonly image: Tensor;
  readonly pad: [[number, number], [number, number], [number, number], [number, number]];
}

export function frame(tf: Tf, image: Tensor, rows: Margin, columns: Margin): Framed {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const kept = (size: number, margin: Margin) => size + Math.min(0, margin[0]) + Math.min(0, margin[1]);
  const added = (margin: Margin): [number, number] => [Math.max(0, margin[0]), Math.max(0, margin[1])];
  const size = [batch, kept(height, rows), kept(width, columns), channels];
  const whole = size[1] === height && size[2] === width;
  return {
    image: whole ? image : tf.slice(image, [0, Math.max(0, -rows[0]), Math.max(0, -columns[0]), 0], size),
    pad: [[0, 0], added(rows), added(columns), [0, 0]],
  };
}
