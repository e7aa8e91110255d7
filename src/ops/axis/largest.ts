/** The largest value along axes, NaN where there is one. No gradient. */

import type {Tensor, TensorInfo, Tf} from '../../tf';
import {around, reduced} from './parts';

/** Of x's shape with 1 for each of the axes. */
export const largest = (tf: Tf, x: Tensor, axes: readonly number[]): Tensor =>
  (tf.getBackend() === 'webgl' && onWebGL(tf, x, axes)) || tf.max(x, [...axes], true);

interface WebGLBackend {
  readonly runWebGLProgram?: (
    program: {readonly variableNames: string[]; readonly outputShape: number[]; readonly userCode: string},
    inputs: readonly TensorInfo[],
    dtype: 'float32',
  ) => TensorInfo;
  readonly shouldExecuteOnCPU?: (inputs: readonly TensorInfo[]) => boolean;
}

/** Elements that one thread looks at. */
const RUN = 256;

/**
 * WebGL's tf.max begins with -1e20: it is wrong where everything is below, as is a row that is masked by the lowest
 * number. It transposes besides. Null where the backend is not as we know it.
 */
function onWebGL(tf: Tf, x: Tensor, axes: readonly number[]): Tensor | null {
  const backend = tf.backend() as WebGLBackend;
  if (typeof backend.runWebGLProgram !== 'function' || backend.shouldExecuteOnCPU?.([x])) return null;
  try {
    return tf.tidy(() => {
      let result = x;
      for (const axis of axes) {
        const [outer, length, inner] = around(result.shape, axis);
        let size = length;
        const shape = reduced(result.shape, [axis]);
        while (size > 1) {
          const groups = Math.ceil(size / RUN);
          // The last element again and again where the last group has fewer.
          const userCode = `void main() {
ivec3 c = getOutputCoords();
float m = getX(c[0], c[1] * ${RUN}, c[2]);
for (int i = 1; i < ${Math.min(size, RUN)}; i++) {
int at = c[1] * ${RUN} + i;
float next = getX(c[0], at < ${size} ? at : ${size - 1}, c[2]);
if (isnan(next) || next > m) m = next;
}
setOutput(m);
}`;
          const input = tf.reshape(result, [outer, size, inner]);
          const info = backend.runWebGLProgram!(
            {variableNames: ['x'], outputShape: [outer, groups, inner], userCode},
            [input],
            'float32',
          );
          result = tf.engine().makeTensorFromTensorInfo(info);
          size = groups;
        }
        result = tf.reshape(result, shape);
      }
      return result;
    });
  } catch {
    return null;
  }
}
