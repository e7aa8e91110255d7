/** Layers of tf.js with what models from Keras need and tf.js gets wrong; used for nothing else. */

import type {Tensor, Tf} from '../tf';

type Config = Readonly<Record<string, unknown>>;
interface StockLayer {
  axis: number;
  depthMultiplier: number;
  build(shape: number[] | number[][]): void;
  call(inputs: Tensor | Tensor[], kwargs: object): Tensor;
  getClassName(): string;
  getConfig(): object;
}
type LayerClass = new (config: Config) => StockLayer;

/** Subclasses of this tf's own layers. */
export function createMended(tf: Tf) {
  const classOf = (layer: unknown) => (layer as StockLayer).constructor as unknown as LayerClass;

  /**
   * Along another axis than the last, kernels of cpu and wasm take the channels' numbers in the order of the elements:
   * here the axis is the last one while tf.js computes.
   */
  class Normalization extends classOf(tf.layers.batchNormalization({name: 'rectifier_parts'})) {
    static readonly className = 'RectifierBatchNormalization';
    private last = false;

    override build(shape: number[] | number[][]): void {
      super.build(shape);
      const {length} = (Array.isArray(shape[0]) ? shape[0] : shape) as number[];
      this.last = this.axis === length - 1 || this.axis === -1;
    }

    override call(inputs: Tensor | Tensor[], kwargs: object): Tensor {
      if (this.last) return super.call(inputs, kwargs);
      const {axis} = this;
      return tf.tidy(() => {
        const x = [inputs].flat()[0]!;
        const order = x.shape.map((_, i) => i);
        order.push(...order.splice(axis, 1));
        const back = order.map((_, i) => order.indexOf(i));
        try {
          this.axis = -1;
          return tf.transpose(super.call(tf.transpose(x, order), kwargs), back);
        } finally {
          this.axis = axis;
        }
      });
    }

    /** Along the last axis tf.js's own is right, so what is saved needs no more than that. */
    override getClassName(): string {
      return this.last ? 'BatchNormalization' : super.getClassName();
    }
  }

  /** tf.js's own saves no depthMultiplier, so that it cannot be loaded again. */
  class Separable extends classOf(tf.layers.separableConv2d({filters: 1, kernelSize: 1, name: 'rectifier_parts'})) {
    static readonly className = 'RectifierSeparableConv2D';

    override getConfig(): object {
      return {...super.getConfig(), depthMultiplier: this.depthMultiplier};
    }
  }
  return [Normalization, Separable];
}
