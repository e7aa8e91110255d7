import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {describeLane} from './lane';

describeLane('wasm', tf, 'wasm', {arithmetic: 'exact'});
