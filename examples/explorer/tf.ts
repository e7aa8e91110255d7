/** TensorFlow.js with every backend, and the plugin in it. In the worker only. */

import * as tf from '@tensorflow/tfjs';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import {rectifiers} from 'tfjs-rectifiers';

setWasmPaths('wasm/');
export const rx = rectifiers(tf);
export {tf};
