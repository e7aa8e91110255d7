/** GRU with `reset_after`, Keras's default, which tf.js refuses: its cell resets what the recurrent kernel made of the state. */

import type {Tensor, Tf} from '../tf';

/** What is used of tf.js's own cell. */
interface StockCell {
  units: number;
  useBias: boolean;
  dropout: number;
  recurrentDropout: number;
  dropoutMask: Tensor[] | null;
  recurrentDropoutMask: Tensor[] | null;
  kernel: Variable;
  recurrentKernel: Variable;
  bias: Variable | null;
  activation: {apply(x: Tensor): Tensor};
  recurrentActivation: {apply(x: Tensor): Tensor};
  built: boolean;
  addWeight(...args: unknown[]): Variable;
  getConfig(): object;
}
interface Variable {
  read(): Tensor;
}
type Config = Readonly<Record<string, unknown>>;
type CellClass = new (config: Config) => StockCell & Readonly<Record<string, unknown>>;
type LayerClass = new (config: Config) => {cell: StockCell};

/** Layer and cell, subclasses of this tf's own. */
export function createGRU(tf: Tf) {
  const {Layer, Cell} = stockClasses(tf);

  class ResetAfterCell extends Cell {
    static readonly className = 'RectifierGRUCell';

    constructor(config: Config) {
      super({...config, resetAfter: false});
    }

    build(shape: number[]): void {
      const size = 3 * this.units;
      const add = (name: string, shape: number[], part: string) =>
        this.addWeight(
          name,
          shape,
          null,
          this[`${part}Initializer`],
          this[`${part}Regularizer`],
          true,
          this[`${part}Constraint`],
        );
      this.kernel = add('kernel', [shape.at(-1)!, size], 'kernel');
      this.recurrentKernel = add('recurrent_kernel', [this.units, size], 'recurrent');
      // One bias for what comes in, one for the state.
      this.bias = this.useBias ? add('bias', [2, size], 'bias') : null;
      this.built = true;
    }

    call([x, h]: [Tensor, Tensor], {training = false}: {training?: boolean}): [Tensor, Tensor] {
      return tf.tidy(() => {
        if (training && this.dropout > 0) this.dropoutMask ??= mask(tf, x, this.dropout);
        if (training && this.recurrentDropout > 0) this.recurrentDropoutMask ??= mask(tf, h, this.recurrentDropout);
        const parts = (input: Tensor, masks: Tensor[] | null, kernel: Variable, row: number) => {
          let result: Tensor = tf.matMul(masks ? tf.mul(input, masks[0]!) : input, kernel.read());
          if (this.bias) result = tf.add(result, tf.slice(this.bias.read(), [row, 0], [1, -1]));
          return tf.split(result, 3, 1) as [Tensor, Tensor, Tensor];
        };
        const [xz, xr, xh] = parts(x, training ? this.dropoutMask : null, this.kernel, 0);
        const [hz, hr, hh] = parts(h, training ? this.recurrentDropoutMask : null, this.recurrentKernel, 1);
        const update = this.recurrentActivation.apply(tf.add(xz, hz));
        const reset = this.recurrentActivation.apply(tf.add(xr, hr));
        const candidate = this.activation.apply(tf.add(xh, tf.mul(reset, hh)));
        const next: Tensor = tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate));
        return [next, next];
      });
    }

    override getConfig(): object {
      return {...super.getConfig(), resetAfter: true};
    }
  }

  class ResetAfter extends Layer {
    static readonly className = 'RectifierGRU';

    constructor(config: Config) {
      super({...config, resetAfter: false});
      this.cell = new ResetAfterCell(config);
    }

    static fromConfig(cls: new (config: Config) => object, config: Config) {
      return new cls(config);
    }
  }
  return {layer: ResetAfter, cell: ResetAfterCell};
}

/** tf.js exports neither class. Where they are registered is quicker than to make a layer, and that is done at install. */
function stockClasses(tf: Tf): {Layer: LayerClass; Cell: CellClass} {
  const map = tf.serialization.SerializationMap.getMap() as unknown as {classNameMap: Record<string, unknown[]>};
  const [Layer, Cell] = ['GRU', 'GRUCell'].map(name => map.classNameMap[name]?.[0] as {prototype: object} | undefined);
  // Another copy of layers may have registered its own.
  if ([Layer, Cell].every(each => each?.prototype instanceof tf.layers.Layer)) {
    return {Layer: Layer as LayerClass, Cell: Cell as CellClass};
  }
  const layer = tf.layers.gru({units: 1, name: 'rectifier_parts'}) as unknown as {cell: object};
  return {Layer: layer.constructor as LayerClass, Cell: layer.cell.constructor as CellClass};
}

/** Kept for all steps of a sequence; the layer disposes of it before the next one. */
const mask = (tf: Tf, x: Tensor, rate: number): Tensor[] => [tf.keep(tf.dropout(tf.onesLike(x), rate))];
