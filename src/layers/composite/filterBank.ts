/** `rx.layers.filterBank`: a learned switch between two slopes an element, and a fixed orthonormal transform of the last axis. */

import type {Definition} from '../../activations/definition';
import {dualSlopeRelu} from '../../activations/dualSlopeRelu';
import {RectifierError} from '../../errors';
import {transformLastAxis, type TransformName} from '../../kernels/transforms';
import {pointwiseOp} from '../../ops/pointwise';
import {readSettings} from '../../settings';
import type {Shape, Tensor, Tf} from '../../tf';
import {createLayerClass, singleShape} from '../pointwise';
import type {Settings} from './definition';

const SETTINGS = {
  transform: {
    choices: ['walshHadamard', 'dct'],
    default: 'walshHadamard',
    description: 'Walsh-Hadamard in natural order, for a length that is a power of two; or DCT-II, for any.',
  },
  pad: {
    default: false,
    description: 'Pads with zeros to the next power of two, which is then the length of the output.',
  },
  inverse: {
    default: false,
    description: 'The inverse transform: of the DCT its transpose, DCT-III. Walsh-Hadamard is its own.',
  },
} as const satisfies Settings;

export const filterBank = {
  name: 'filterBank',
  className: 'FilterBank',
  summary:
    'A fixed filter bank for nets of fast transforms: two learned slopes for each element, then an orthonormal transform of the last axis in n log n.',
  formula:
    'T s, \\quad s_i = \\begin{cases} p_i x_i & x_i > 0 \\\\ n_i x_i & x_i \\le 0 \\end{cases}, \\quad ' +
    'T_{ki} = \\tfrac{1}{\\sqrt n} (-1)^{k \\cdot i} \\text{ or } \\sqrt{\\tfrac{2 - [k = 0]}{n}} \\cos \\tfrac{\\pi (2 i + 1) k}{2 n}',
  reference:
    'Fixed transforms in place of weights, with parametric switches (fast transform fixed filter bank nets); Makhoul 1980 for the fast DCT',
  params: {...dualSlopeRelu.params, ...SETTINGS},
};

export function createFilterBank(tf: Tf) {
  const where = 'rx.layers.filterBank';
  // Its kernels and messages have the layer's name.
  const slopes = {...dualSlopeRelu, name: filterBank.name, className: filterBank.className} as unknown as Definition;
  const Slopes = createLayerClass(tf, slopes, pointwiseOp(tf, slopes), Object.keys(SETTINGS));

  return class FilterBank extends Slopes {
    static override readonly className: string = filterBank.className;
    readonly #settings: {transform: TransformName; pad: boolean; inverse: boolean};

    constructor(config: Readonly<Record<string, unknown>> = {}) {
      super(config);
      this.#settings = readSettings(SETTINGS, config, where) as never;
      const {transform, pad} = this.#settings;
      if (pad && transform === 'dct') {
        throw new RectifierError(`${where}: pad is for walshHadamard; dct takes any length as it is. Leave pad out.`);
      }
    }

    override build(inputShape: Shape | Shape[]): void {
      const shape = singleShape(inputShape, where);
      this.#lengths(shape);
      super.build(inputShape);
      const [spec] = (this.inputSpec ?? []) as {axes?: Record<number, number>}[];
      const last = shape.length - 1;
      this.inputSpec = [new tf.InputSpec({ndim: shape.length, axes: {...spec?.axes, [last]: shape[last]!}})];
    }

    override call(inputs: Tensor | Tensor[], kwargs: Readonly<Record<string, unknown>>): Tensor {
      return tf.tidy(() => {
        const y = super.call(inputs, kwargs);
        const {transform, inverse} = this.#settings;
        return transformLastAxis(tf, y, transform, this.#lengths(y.shape), inverse);
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const shape = singleShape(inputShape, where);
      return [...shape.slice(0, -1), this.#lengths(shape)];
    }

    override getConfig() {
      return {...super.getConfig(), ...this.#settings};
    }

    /** The length after the transform. */
    #lengths(shape: Shape): number {
      const {transform, pad} = this.#settings;
      const length = shape.length > 1 ? shape.at(-1) : null;
      const got = `the input of shape [${shape.map(size => size ?? 'null')}]`;
      if (length === null || length === undefined || length < 1) {
        throw new RectifierError(
          `${where} transforms the last axis, of which ${got} does not say the length. Give the model an inputShape that ends with a number from 1.`,
        );
      }
      const power = 2 ** (32 - Math.clz32(length - 1));
      if (transform === 'dct' || pad || power === length) return pad ? power : length;
      throw new RectifierError(
        `${where}: walshHadamard needs a power of two for a length, but the last axis of ${got} has ${length}. ` +
          `With pad: true it is padded with zeros to ${power}, which is then the length of the output; transform: 'dct' takes any length.`,
      );
    }
  };
}
