/** Where a model is loaded from: all that tf.loadLayersModel takes. */

import {RectifierError, show} from '../../errors';
import type {Tf} from '../../tf';
import type {ModelArtifacts} from '../format';

/** As much of an IOHandler as is needed; that of `tf.io.fromMemorySync` answers at once. */
export interface LoadHandler {
  readonly load: () => Promise<ModelArtifacts> | ModelArtifacts;
}

interface LoadOptions {
  readonly weightPathPrefix?: string;
  readonly weightUrlConverter?: (file: string) => Promise<string>;
}

export function handlerOf(tf: Tf, source: unknown, options: object): LoadHandler {
  if (typeof source === 'string') {
    const checked = checkedPaths(source, options);
    const handlers = tf.io.getLoadHandlers(source, checked);
    if (handlers.length > 1) {
      throw new RectifierError(`The URL '${source}' has ${handlers.length} load handlers; register only one.`);
    }
    // As in tf.loadLayersModel: what nobody handles is a path on the page's own server.
    return (handlers[0] ?? tf.io.browserHTTPRequest(source, checked)) as unknown as LoadHandler;
  }
  if (typeof (source as Partial<LoadHandler> | null)?.load === 'function') return source as LoadHandler;
  throw new RectifierError(
    `rx.io.keras received ${show(source)}; give a URL, or an IOHandler such as tf.io.browserFiles(...).`,
  );
}

/** tf.js puts what a manifest says behind the model's folder, `../` and all; here it must stay within. */
function checkedPaths(url: string, options: LoadOptions): object {
  const {weightPathPrefix, weightUrlConverter} = options;
  const [, folder = '', query = ''] = /^([^?#]*\/)?[^?#]*(\?.*)?$/.exec(url) ?? [];
  return {
    ...options,
    weightUrlConverter: async (file: string) => {
      if (!isInside(file)) {
        throw new RectifierError(
          `The manifest names the weights file ${show(file)}, which is outside the model's folder: refused.`,
        );
      }
      return weightUrlConverter ? weightUrlConverter(file) : (weightPathPrefix || folder) + file + query;
    },
  };
}

/** Percent-encoded dots and backslashes are what a browser takes for the plain ones. */
function isInside(file: unknown): boolean {
  if (typeof file !== 'string') return false;
  const text = file.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/');
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) && !text.startsWith('/') && !text.split('/').includes('..');
}
