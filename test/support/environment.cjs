// Jest's sandbox has typed-array classes of its own, which tfjs-node's addon does not know ("Unsupported TypedArray
// subtype: Float32Array"); the outer ones are put in their place.
const {TestEnvironment} = require('jest-environment-node');

const OUTER = {
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
};

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, OUTER);
    // What fetch parses is made of the outer realm's objects, which tf.js does not take for objects (instanceof Object).
    this.global.fetch = async (...request) => {
      const response = await fetch(...request);
      response.json = async () => this.global.JSON.parse(await response.text());
      return response;
    };
  }
};
