/** The example of a page: a program in docs/reference/examples, or a short one made from the definition. */

import {existsSync, readFileSync} from 'node:fs';
import {code, join} from './markdown';

export function exampleOf(name: string, kind: 'pointwise' | 'axis' | 'layer'): string | null {
  const file = `docs/reference/examples/${name}.mjs`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  if (kind === 'layer') return null;
  const x = kind === 'axis' ? 'tf.tensor2d([[1, -2, 3, 0], [0, 0, -1, 2]])' : 'tf.tensor1d([-2, -1, 0, 1, 2])';
  return `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = ${x};

rx.${name}(x).print();
tf.grad(each => rx.${name}(each))(x).print();
`;
}

export const exampleSection = (program: string, printed: string): string =>
  join('## Example', code('js', program), 'prints', code('text', printed.trimEnd()));
