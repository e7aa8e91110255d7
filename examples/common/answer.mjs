/** The worker's side of client.mjs: answers messages {id, name, args} with {id, result} or {id, error}. */

/** What the page may ask for. Those in `queued` wait for each other, the others answer while one is under way. */
export function answer({answers, queued}) {
  let last = Promise.resolve();
  self.onmessage = ({data: {id, name, args}}) => {
    const run = async () => (answers[name] ?? queued[name])(...args);
    const result = name in queued ? (last = last.then(run, run)) : run();
    result.then(
      result => postMessage({id, result}),
      error => postMessage({id, error: {name: error.name, message: error.message}}),
    );
  };
}
