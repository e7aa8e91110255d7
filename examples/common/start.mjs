/** Starts backends in the worker, and moves models from one to the other. */

import {BACKENDS} from './backends.mjs';

const watched = new WeakSet();

/** The backend's name once it runs. Where it does not start, the one before runs again. `then` is done on it first. */
export async function startBackend(tf, name, then = async () => {}) {
  if (!BACKENDS.includes(name)) throw new Error(`'${name}' is no backend; there are ${BACKENDS.join(', ')}.`);
  const before = tf.getBackend();
  try {
    if (!(await tf.setBackend(name))) throw new Error(`The ${name} backend did not start.`);
    await tf.ready();
    if (name === 'webgpu') reportGpuErrors(tf);
    await then();
  } catch (error) {
    if (before && before !== name) await tf.setBackend(before);
    throw error;
  }
  return tf.getBackend();
}

/** A failing shader throws nothing: results would be zeros without a word. */
function reportGpuErrors(tf) {
  const {device} = tf.backend();
  if (watched.has(device)) return;
  watched.add(device);
  device.addEventListener('uncapturederror', ({error}) => postMessage({event: 'trouble', message: error.message}));
}

/**
 * A model in its saved form, so that no backend must read another's memory.
 * @returns {Promise<import('@tensorflow/tfjs').io.ModelArtifacts>}
 */
export async function artifactsOf(tf, model) {
  let artifacts = null;
  const keep = async given => {
    artifacts = given;
    return {};
  };
  await model.save(tf.io.withSaveHandler(keep));
  return artifacts;
}
