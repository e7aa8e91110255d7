/** Calls into the worker: `call('predict', pixels)` is a promise of what its `predict` returns, or throws. */

export function startWorker(url, onEvent) {
  const worker = new Worker(url);
  const waiting = new Map();
  let count = 0;
  worker.onmessage = ({data}) => {
    if (data.event) return onEvent(data);
    const {resolve, reject} = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) reject(Object.assign(new Error(data.error.message), {name: data.error.name}));
    else resolve(data.result);
  };
  // The script did not load, or failed before it could answer.
  worker.onerror = ({message}) => {
    const error = new Error(`The worker that runs TensorFlow.js failed${message ? `: ${message}` : ' to load'}.`);
    for (const {reject} of waiting.values()) reject(error);
    waiting.clear();
  };
  return (name, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, {resolve, reject});
      worker.postMessage({id: count, name, args});
    });
}
