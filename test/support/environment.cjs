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
  }
};
