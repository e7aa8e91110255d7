/** Which tf.js to run on: wasm or cpu from npm, or tfjs-node where it is installed. */

import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const require = createRequire(import.meta.url);

/** tf.js on `name`: 'cpu', 'wasm' or 'tensorflow'. Null where that backend is not there. */
export async function startBackend(name) {
  // tf.js recommends tfjs-node at every start; this example says itself what it runs on.
  const warn = console.warn;
  console.warn = () => {};
  try {
    if (name === 'tensorflow') {
      const path = tfjsNode();
      return path ? require(path) : null;
    }
    const tf = await import('@tensorflow/tfjs');
    if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
    const started = await tf.setBackend(name);
    await tf.ready();
    return started && tf.getBackend() === name ? tf : null;
  } catch (error) {
    if (process.env.DEBUG) console.error(error);
    return null;
  } finally {
    console.warn = warn;
  }
}

/** Where tfjs-node is: TFJS_NODE, an installed one, or the one that scripts/install-tfjs-node.mjs builds. */
function tfjsNode() {
  const built = resolve(import.meta.dirname, '../../.lanes/tfjs-node/node_modules/@tensorflow/tfjs-node');
  for (const path of [process.env.TFJS_NODE, '@tensorflow/tfjs-node', existsSync(built) && built].filter(Boolean)) {
    try {
      return require.resolve(path);
    } catch {
      // not this one
    }
  }
  return null;
}
