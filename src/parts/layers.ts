/** Parts that are layers with weights of their own kind, or no functions by themselves. */

import {addFunction, layerFactory, register} from '../installation';
import {aplActivationConfig, createAplActivationClass, createAplLayerClass} from '../layers/apl';
import {alphaDropout as alphaDropoutDefinition} from '../layers/composite/alphaDropout';
import {dyRelu as dyReluDefinition} from '../layers/composite/dyRelu';
import {createFilterBank, filterBank as filterBankDefinition} from '../layers/composite/filterBank';
import {frelu as freluDefinition} from '../layers/composite/frelu';
import {metaAconC as metaAconCDefinition} from '../layers/composite/metaAconC';
import {createMaxoutDense, maxoutDense as maxoutDenseDefinition} from '../layers/maxoutDense';
import {apl as aplDefinition, aplOp} from '../ops/apl';
import {composite} from './composite';
import {part} from './part';

/** `rx.apl`, `rx.layers.apl`: the rectifier with any number of hinges. */
export const apl = part('apl', installation => {
  const {tf, Base} = installation;
  const op = aplOp(tf);
  const layer = layerFactory(installation, createAplLayerClass(tf, op), aplDefinition.className);
  const isFree = register(installation, createAplActivationClass(op, Base), aplDefinition.activationName);
  const activation = (params = {}) => {
    isFree();
    return aplActivationConfig(params);
  };
  addFunction(installation, aplDefinition, {op, layer, activation});
});

/** `rx.layers.alphaDropout`: dropout that keeps mean 0 and variance 1 after selu. */
export const alphaDropout = composite(alphaDropoutDefinition);

/** `rx.layers.filterBank`: two learned slopes an element, then a fast transform of the last axis. */
export const filterBank = composite(filterBankDefinition, createFilterBank);

/** `rx.layers.metaAconC`: aconC for images, whose switch a small network makes. */
export const metaAconC = composite(metaAconCDefinition);

/** `rx.layers.dyRelu`: lines for images, which a small network makes. */
export const dyRelu = composite(dyReluDefinition);

/** `rx.layers.frelu`: the larger of an image and a learned weighting of each neighbourhood. */
export const frelu = composite(freluDefinition);

/** `rx.layers.maxoutDense`: for each unit the largest of several dense layers. */
export const maxoutDense = composite(maxoutDenseDefinition, createMaxoutDense);
