/** `registerFileSystem(tf)`: makes `file://` URLs work where no tfjs-node provides them. */

import {RectifierError} from '../errors';
import {fileSystem, type FileSystemHandler} from './fileSystem';

const SCHEME = 'file://';
/** One router for each tf.js, from whatever copy of this package: two that yield would yield to each other. */
const REGISTERED = Symbol.for('tfjs-rectifiers.fileSystem');

/** As much of tf.js as is needed. */
export interface TfWithIO {
  readonly io: {
    /** Takes what answers URLs of `model.save`. */
    readonly registerSaveRouter: (router: never) => void;
    /** Takes what answers URLs of `tf.loadLayersModel`. */
    readonly registerLoadRouter: (router: never) => void;
    /** Who answers a URL already. */
    readonly getSaveHandlers: (url: string) => readonly unknown[];
    /** Who answers a URL already. */
    readonly getLoadHandlers: (url: string, loadOptions?: never) => readonly unknown[];
  };
  readonly serialization: object;
}

type Router = (url: string | string[], loadOptions?: unknown) => FileSystemHandler | null;

/**
 * Registers `file://` for `model.save` and `tf.loadLayersModel`, as tfjs-node has it. Where tfjs-node (or anybody else)
 * handles a URL too, loaded before or after, this one keeps out: tf.js refuses a URL that two handlers answer. Calling
 * it again does nothing.
 *
 * @throws RectifierError if `tf` is not tf.js
 * @example
 * registerFileSystem(tf);
 * await model.save('file://./model');
 * const loaded = await tf.loadLayersModel('file://./model/model.json');
 */
export function registerFileSystem(tf: TfWithIO): void {
  const host = tf as Partial<TfWithIO> | null | undefined;
  const serialization = host?.serialization as {SerializationMap?: {getMap: () => object}} | undefined;
  if (typeof host?.io?.registerSaveRouter !== 'function' || !serialization?.SerializationMap) {
    throw new RectifierError(
      `registerFileSystem(tf) received something that is not tf.js: it has no io.registerSaveRouter. ` +
        `Call it with import * as tf from '@tensorflow/tfjs'.`,
    );
  }
  const {io} = host;
  const owner = serialization.SerializationMap.getMap();
  if (Object.hasOwn(owner, REGISTERED)) return;
  Object.defineProperty(owner, REGISTERED, {value: true});

  let asking = false;
  /** Decides at each call, since others may be registered later. */
  const router =
    (others: (url: string, loadOptions: never) => readonly unknown[]): Router =>
    (url, loadOptions) => {
      if (asking || typeof url !== 'string' || !url.startsWith(SCHEME)) return null;
      asking = true;
      try {
        return others(url, loadOptions as never).length ? null : fileSystem(url);
      } finally {
        asking = false;
      }
    };
  io.registerSaveRouter(router(url => io.getSaveHandlers(url)) as never);
  io.registerLoadRouter(router((url, loadOptions) => io.getLoadHandlers(url, loadOptions)) as never);
}
