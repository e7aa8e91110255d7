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
  const added = (margin: Margin) => margin.map(size => Math.max(0, size)) as [number, number];
  const [top, bottom, left, right] = [...rows, ...columns].map(size => Math.max(0, -size)) as [
    number,
    number,
    number,
    number,
  ];
  const size = [batch, height - top - bottom, width - left - right, channels];
  return {
    image: top + bottom + left + right ? tf.slice(image, [0, top, left, 0], size) : image,
    pad: [[0, 0], added(rows), added(columns), [0, 0]],
  };
}
