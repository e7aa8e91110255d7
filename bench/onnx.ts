/** onnxruntime-web's operators, which a user may take instead: on wasm, one thread, beside ours in one process. */
import {composed, type Parameters} from './composed';
import {catalogue} from '../src/activations';
import {timeByTurns, type Missing, type Timing, type Variant} from './measure';
import {startLane} from './node';

/** Our function, the operator's name where it is another, and its attributes where ours has other defaults. */
const OPERATORS: readonly [ours: string, operator?: string, attributes?: Readonly<Record<string, number>>][] = [
  ['relu'],
  ['leakyRelu', 'LeakyRelu', {alpha: 0.01}],
  ['prelu', 'PRelu'],
  ['elu'],
  ['celu'],
  ['selu'],
  ['softplus'],
  ['softsign'],
  ['gelu'],
  ['mish'],
  ['hardSwish', 'HardSwish'],
  ['thresholdedRelu', 'ThresholdedRelu'],
];

export interface OnnxRow {
  readonly name: string;
  readonly operator: string;
  /** Milliseconds: ours on a tensor; ours with its data copied in and out; theirs, copied in and out. */
  readonly times: Readonly<Record<'ours' | 'ours with copies' | 'composed' | 'onnxruntime-web', Timing | Missing>>;
  /** Largest difference between ours and theirs, relative to max(1, |y|): that the two are the same function. */
  readonly difference: number;
}

export async function compareWithOnnx(size: number, budget: number): Promise<OnnxRow[]> {
  const [tf, rx] = await startLane('wasm');
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  const shape = [size / 64, 64];
  const values = Float32Array.from({length: size}, (_, i) => 4 * Math.sin(i * 1.7) + Math.cos(i * 0.31));
  const alpha = Float32Array.from({length: 64}, (_, i) => 0.1 + i / 128);
  const rows: OnnxRow[] = [];
  for (const [name, operator = name[0]!.toUpperCase() + name.slice(1), attributes = {}] of OPERATORS) {
    const definition = Object.entries(catalogue).find(([key]) => key === name)?.[1];
    if (!definition) continue;
    const slopes = operator === 'PRelu' ? {alpha} : {};
    const session = await ort.InferenceSession.create(
      model(operator, attributes, shape, Object.keys(slopes).length ? [64] : null),
    );
    const feeds = {
      x: new ort.Tensor('float32', values, shape),
      ...(operator === 'PRelu' && {alpha: new ort.Tensor('float32', alpha, [64])}),
    };
    const parameters: Parameters = {
      ...Object.fromEntries(Object.entries(definition.params).map(([key, spec]) => [key, spec.default])),
      ...(operator === 'PRelu' && {alpha: tf.tensor1d(alpha)}),
    };
    const x = tf.tensor(values, shape);
    const op = (rx as unknown as Record<string, (t: typeof x, p: Parameters) => typeof x>)[name]!;

    const [theirs] = Object.values(await session.run(feeds));
    const ours = op(x, parameters);
    const difference = largestDifference(ours.dataSync() as Float32Array, theirs!.data as Float32Array);
    ours.dispose();

    const dispose = (result: unknown) => void (result instanceof tf.Tensor && result.dispose());
    const variant = (run: () => unknown, wait: Variant<unknown>['wait'] = () => {}) => ({run, dispose, wait});
    const times = await timeByTurns(
      {
        ours: variant(() => op(x, parameters)),
        'ours with copies': variant(() => {
          const input = tf.tensor(values, shape);
          const output = op(input, parameters);
          const data = output.dataSync();
          tf.dispose([input, output]);
          return data;
        }),
        composed: variant(() => tf.tidy(() => composed(tf, definition, x, parameters))),
        'onnxruntime-web': variant(
          () => session.run(feeds),
          async run => void (await run),
        ),
      },
      budget,
      2,
    );
    rows.push({name, operator, times: times as never, difference});
    tf.dispose([x, parameters['alpha'] instanceof tf.Tensor ? parameters['alpha'] : []]);
    await session.release();
  }
  return rows;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++)
    largest = Math.max(largest, Math.abs(a[i]! - b[i]!) / Math.max(1, Math.abs(b[i]!)));
  return largest;
}

/** An ONNX model of one operator, as the bytes of its protocol buffer. */
function model(
  operator: string,
  attributes: Readonly<Record<string, number>>,
  shape: readonly number[],
  slope: readonly number[] | null,
): Uint8Array {
  const inputs = slope ? ['x', 'alpha'] : ['x'];
  const node = message(
    ...inputs.map(name => text(1, name)),
    text(2, 'y'),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytes(5, message(text(1, name), float(2, value), integer(20, ATTRIBUTE_FLOAT))),
    ),
  );
  const value = (name: string, dims: readonly number[]) => {
    const tensorShape = message(...dims.map(dim => bytes(1, message(integer(1, dim)))));
    const tensorType = message(integer(1, ELEMENT_FLOAT), bytes(2, tensorShape));
    return message(text(1, name), bytes(2, message(bytes(1, tensorType))));
  };
  const graph = message(
    bytes(1, node),
    text(2, operator),
    bytes(11, value('x', shape)),
    ...(slope ? [bytes(11, value('alpha', slope))] : []),
    bytes(12, value('y', shape)),
  );
  // Operator set 20 is the first with Gelu.
  const opset = message(text(1, ''), integer(2, 20));
  return Uint8Array.from(message(integer(1, IR_VERSION), bytes(7, graph), bytes(8, opset)));
}

const IR_VERSION = 9;
const ELEMENT_FLOAT = 1;
const ATTRIBUTE_FLOAT = 1;

const message = (...fields: number[][]): number[] => fields.flat();
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const integer = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: number[]) => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field: number, content: string) => bytes(field, [...new TextEncoder().encode(content)]);
const float = (field: number, value: number) => [
  ...varint(field * 8 + 5),
  ...new Uint8Array(new Float32Array([value]).buffer),
];
