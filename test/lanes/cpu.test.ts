import * as tf from '@tensorflow/tfjs';
import {describeLane} from './lane';

describeLane('cpu', tf, 'cpu', {arithmetic: 'exact'});
