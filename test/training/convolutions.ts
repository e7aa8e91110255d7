// Gradients of convolutions by their definition, in float64, to compare kernels with.

export interface Convolution {
  readonly batch: number;
  readonly input: readonly [number, number];
  readonly filter: readonly [number, number];
  readonly channels: number;
  /** Output channels, of a depthwise convolution for each input channel. */
  readonly outputs: number;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pad: unknown;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly seed: number;
  /** By tf.js's rules: zeros before rows and columns, and how many windows there are. */
  readonly before: readonly [number, number];
  readonly output: readonly [number, number];
}

type Numbers = ArrayLike<number>;

/** Calls `visit` with each pixel of the output, place of the filter, and the pixel of the input that they meet in. */
function walk(
  {batch, input, output, filter, strides, dilations, before}: Convolution,
  visit: (outputPixel: number, place: number, inputPixel: number) => void,
): void {
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < output[0]; i++) {
      for (let j = 0; j < output[1]; j++) {
        for (let r = 0; r < filter[0]; r++) {
          for (let s = 0; s < filter[1]; s++) {
            const row = i * strides[0]! + r * dilations[0]! - before[0];
            const column = j * strides[1]! + s * dilations[1]! - before[1];
            if (row < 0 || row >= input[0] || column < 0 || column >= input[1]) continue;
            visit((n * output[0] + i) * output[1] + j, r * filter[1] + s, (n * input[0] + row) * input[1] + column);
          }
        }
      }
    }
  }
}

/** conv2d's filter: [height, width, channels, outputs]. */
export function filterGradient(each: Convolution, x: Numbers, dy: Numbers): Float64Array {
  const {filter, channels, outputs} = each;
  const result = new Float64Array(filter[0] * filter[1] * channels * outputs);
  walk(each, (outputPixel, place, inputPixel) => {
    for (let c = 0; c < channels; c++) {
      for (let d = 0; d < outputs; d++) {
        result[(place * channels + c) * outputs + d]! += x[inputPixel * channels + c]! * dy[outputPixel * outputs + d]!;
      }
    }
  });
  return result;
}

/** depthwiseConv2d's filter, [height, width, channels, outputs], and input. */
export function depthwiseGradients(
  each: Convolution,
  x: Numbers,
  dy: Numbers,
  filter: Numbers,
): Record<'filter' | 'input', Float64Array> {
  const {channels, outputs} = each;
  const result = {filter: new Float64Array(filter.length), input: new Float64Array(x.length)};
  walk(each, (outputPixel, place, inputPixel) => {
    for (let c = 0; c < channels; c++) {
      for (let m = 0; m < outputs; m++) {
        const slope = dy[(outputPixel * channels + c) * outputs + m]!;
        const weight = (place * channels + c) * outputs + m;
        result.filter[weight]! += x[inputPixel * channels + c]! * slope;
        result.input[inputPixel * channels + c]! += filter[weight]! * slope;
      }
    }
  });
  return result;
}
