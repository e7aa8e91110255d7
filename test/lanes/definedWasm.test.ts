// The whole suite on functions that users define.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {defineAll} from '../conformance/defined';
import {describeLane} from './lane';

describeLane('defined functions on wasm', tf, 'wasm', {flushesSubnormals: true, defined: defineAll});
