// The same by require.
const tf = require('@tensorflow/tfjs');
const {rectifiers} = require('tfjs-rectifiers');
const {fileSystem} = require('tfjs-rectifiers/node');
const {job} = require('./job.cjs');

(async () => {
  const {report, throughFiles} = await import('./report.mjs');
  await tf.setBackend('cpu');
  const rx = rectifiers(tf);
  report(await job(tf, rx), {files: await throughFiles(tf, rx, fileSystem('cjs-model'))});
})();
