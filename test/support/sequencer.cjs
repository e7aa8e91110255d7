// The order of test files. Jest knows which are slow only from earlier runs; on a fresh clone it takes the longest source
// first, so a file of three lines that runs a suite in a browser comes last, and all other workers wait for it.
const {default: Sequencer} = require('@jest/test-sequencer');

/** From the slowest on: all above half a minute, each by itself, then what is slow by its kind. */
const SLOW = [
  'test/models/matrix',
  'test/browser/webgl.test',
  'test/browser/webgl1',
  'test/browser/webgpu',
  'test/browser/webglHalf',
  'test/browser/page',
  'test/browser/webglForms',
  'test/apps/page',
  'test/keras/browser',
  'test/browser/explorer',
  'test/lanes/tensorflow',
  'test/browser/',
  'test/docs/code',
  'test/apps/',
  'test/hostile/',
  'test/keras/',
  'test/lanes/',
  'test/digits',
];

const rank = ({path}) => {
  const at = SLOW.findIndex(part => path.includes(part));
  return at < 0 ? SLOW.length : at;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
