/** Models in this browser (IndexedDB) and in files, in the format of every other tf.js model. */

/** `{date, bytes}` of the model saved in this browser under a URL, `indexeddb://...`, or null. */
export async function savedInBrowser(tf, url) {
  const info = (await tf.io.listModels())[url];
  return info ? {date: info.dateSaved, bytes: info.weightDataBytes + info.modelTopologyBytes} : null;
}

/** `[{name, blob}]`: what `model.save('downloads://model')` gives, which only a page can do and no worker. */
export async function filesOf(tf, model) {
  const files = [];
  await model.save(
    tf.io.withSaveHandler(async ({weightData, weightSpecs, ...rest}) => {
      const weights = 'model.weights.bin';
      const json = {...rest, weightsManifest: [{paths: [weights], weights: weightSpecs}]};
      files.push({name: 'model.json', blob: new Blob([JSON.stringify(json)], {type: 'application/json'})});
      files.push({name: weights, blob: new Blob([weightData].flat(), {type: 'application/octet-stream'})});
      return {};
    }),
  );
  return files;
}

/** A model of a model.json and its weights files, in any order. */
export async function fromFiles(tf, files) {
  const jsons = files.filter(({name}) => name.endsWith('.json'));
  const weights = files.filter(file => !jsons.includes(file));
  if (jsons.length !== 1) {
    throw new Error(
      `Choose one model.json and its weights file together; ${jsons.length || 'none'} of the chosen files (${files.map(({name}) => name).join(', ')}) ${jsons.length > 1 ? 'end' : 'ends'} in .json.`,
    );
  }
  // tf.io.browserFiles never answers where the text is no JSON, and gives a model of random weights where no weights
  // file is given, so both are looked at before.
  const [file] = jsons;
  let manifest;
  try {
    manifest = JSON.parse(await file.text()).weightsManifest;
  } catch (error) {
    throw new Error(`${file.name} is no JSON: ${error.message}`, {cause: error});
  }
  if (!Array.isArray(manifest))
    throw new Error(`${file.name} is no model of TensorFlow.js: it has no weightsManifest.`);
  const wanted = manifest.flatMap(({paths}) => paths).map(path => path.split('/').at(-1));
  const absent = wanted.filter(name => !weights.some(given => given.name === name));
  if (absent.length) throw new Error(`${file.name} needs ${absent.join(', ')} too: choose them together.`);
  return tf.loadLayersModel(tf.io.browserFiles([file, ...weights.filter(({name}) => wanted.includes(name))]));
}
