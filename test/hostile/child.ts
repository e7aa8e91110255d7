// Loads what the tests send, in a process of its own: what hangs there can be killed. Tells how it went.
import * as tf from '@tensorflow/tfjs';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileSystem, rectifiers} from './plugin';

export interface Request {
  /** model.json, as text: an own key `__proto__` is one only there. */
  readonly text: string;
  /** The weights file, in base64. */
  readonly weights: string;
  /** Whether tf.js's own loader must give the same, where ours gives a model. */
  readonly plain: boolean;
}
export type Outcome =
  | {readonly kind: 'model'; readonly predictions: number[]; readonly topology: unknown; readonly leaked: number}
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message: string;
      /** Whether it is thrown where this package's code is. */
      readonly ours: boolean;
      readonly leaked: number;
    };
export interface Answer {
  /** By `fileSystem`, from memory (null where no artifacts can be made of it), by tf.js's own loader. */
  readonly files: Outcome;
  readonly memory: Outcome | null;
  readonly plain: Outcome | null;
  /** What of the built-in prototypes and of tf.js's classes is not as it was. */
  readonly changed: string[];
  /** The largest number of bytes in array buffers beyond those before. */
  readonly bytes: number;
}

const folder = process.argv[2]!;
const rx = rectifiers(tf);

type Artifacts = Parameters<typeof tf.io.fromMemory>[0];

async function answer({text, weights, plain}: Request): Promise<Answer> {
  const data = Buffer.from(weights, 'base64');
  writeFileSync(join(folder, 'model.json'), text);
  writeFileSync(join(folder, 'weights.bin'), data);
  const before = process.memoryUsage().arrayBuffers;
  const artifacts = artifactsOf(text, data);
  const files = await load(() => rx.loadLayersModel(fileSystem(folder) as never));
  const bytes = process.memoryUsage().arrayBuffers - before;
  const memory = artifacts && (await load(() => rx.loadLayersModel(tf.io.fromMemory(artifacts))));
  const compared = plain && files.kind === 'model';
  return {
    files,
    memory,
    plain: compared ? await load(() => tf.loadLayersModel(fileSystem(folder) as never)) : null,
    changed: changes(),
    bytes,
  };
}

function artifactsOf(text: string, data: Buffer): Artifacts | null {
  const {modelTopology, weightsManifest, ...rest} = JSON.parse(text) as Record<string, never>;
  if (!Array.isArray(weightsManifest)) return null;
  const groups = weightsManifest as {weights?: unknown}[];
  if (!groups.every(group => Array.isArray(group?.weights))) return null;
  if (!groups.length) return {...rest, modelTopology} as unknown as Artifacts;
  const weightSpecs = groups.flatMap(group => group.weights);
  return {...rest, modelTopology, weightSpecs, weightData: new Uint8Array(data).buffer} as unknown as Artifacts;
}

async function load(make: () => Promise<unknown>): Promise<Outcome> {
  const before = tf.memory().numTensors;
  let result: Outcome;
  try {
    const model = (await make()) as tf.LayersModel;
    const predictions = predict(model);
    const topology: unknown = model.toJSON(null, false);
    model.dispose();
    result = {kind: 'model', predictions, topology, leaked: 0};
  } catch (error) {
    const {name, message, stack = ''} = error as Error;
    // The first frame that has a file: natives have none.
    const frame = stack.slice(stack.indexOf(message) + message.length).match(/(?:file:|\/)[^\s()]+:\d+:\d+/)?.[0] ?? '';
    result = {kind: 'error', name, message, ours: /plugin|chunk-/.test(frame), leaked: 0};
  }
  // Of a model that failed halfway tf.js gives no handle, and of some layers it does not dispose the weights.
  tf.disposeVariables();
  return {...result, leaked: tf.memory().numTensors - before};
}

/** On inputs of the same values for every model; where a size is unknown, of 3. */
const predict = (model: tf.LayersModel): number[] =>
  tf.tidy(() => {
    const inputs = model.inputs.map(({shape, dtype}) => {
      const sizes = shape.map((size, i) => size ?? (i ? 3 : 2));
      const count = sizes.reduce((a, b) => a * b, 1);
      const values = Float32Array.from({length: count}, (_, i) => Math.sin(1.7 * i + 0.3) * 2);
      return tf.tensor(dtype === 'int32' ? Int32Array.from(values, v => Math.abs(v)) : values, sizes, dtype);
    });
    return [model.predict(inputs)].flat().flatMap(each => Array.from(each.dataSync()));
  });

const classNames = () => (tf.serialization.SerializationMap.getMap() as unknown as {classNameMap: object}).classNameMap;
const watched = (): Record<string, object> => ({
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
  'tf.js’s classes': classNames(),
});
const descriptors = () =>
  Object.entries(watched()).map(([name, object]) => [name, Object.getOwnPropertyDescriptors(object)] as const);
/** Names that came, went, or have another value. */
function changes(): string[] {
  return descriptors().flatMap(([name, now], i) => {
    const [, then] = known[i]! as [string, Record<PropertyKey, PropertyDescriptor>];
    const keys = new Set([...Reflect.ownKeys(now), ...Reflect.ownKeys(then)]);
    return [...keys]
      .filter(key => (now as typeof then)[key]?.value !== then[key]?.value)
      .map(key => `${name}: ${String(key)}`);
  });
}

await tf.setBackend('cpu');
const known = descriptors();
process.on('message', (request: Request) => {
  void answer(request).then(
    result => process.send!(result),
    // In JSON: an outcome that cannot be sent would look like a hang.
    (error: Error) => process.send!({failed: error.stack}),
  );
});
process.send!('ready');
