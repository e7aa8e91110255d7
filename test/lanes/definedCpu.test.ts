// The whole suite on functions that users define.
import * as tf from '@tensorflow/tfjs';
import {defineAll} from '../conformance/defined';
import {describeLane} from './lane';

describeLane('defined functions on cpu', tf, 'cpu', {arithmetic: 'exact', defined: defineAll});
