// tfjs-core and tfjs-layers in place of @tensorflow/tfjs: no chained ops, no gradients but those that the app imports.
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import type {Tf} from '../conformance/lane';
import {describeLane} from './lane';

describeLane('core + layers', {...tfc, ...tfl} as unknown as Tf, 'cpu', {arithmetic: 'exact'});
