// Activations in every stock layer that takes one, on each lane in Node.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';
import {rectifiers} from '../../src/index';
import type {Lane, Tf} from '../conformance/lane';
import {stockChecks} from '../conformance/stock';
import {describeWithTfjsNode} from '../support/tfjsNode';

function describeStock(name: string, host: Tf, backend: string, without?: string[]): void {
  describe(name, () => {
    beforeAll(async () => {
      if (!(await host.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
    });
    for (const check of stockChecks({name, tf: host, rx: rectifiers(host)} as Lane, without)) {
      test(check.name, async () => check.run());
    }
  });
}

describeStock('cpu', tf, 'cpu');
// tf.js's wasm kernel adds to what the memory held before.
describeStock('wasm', tf, 'wasm', ['conv3dTranspose']);
describeStock('core + layers', {...tfc, ...tfl} as unknown as Tf, 'cpu');
describeWithTfjsNode('tfjs-node', path => describeStock('tensorflow', require(path) as Tf, 'tensorflow'));
