/** `rx.loadLayersModel` and `rx.io.keras`: models that Keras wrote, with the layers of ours that they are made of. */

import {register} from '../installation';
import {kerasHandler, type KerasOptions} from '../io/keras';
import {createKerasSparsemax} from '../io/keras/sparsemax';
import {createGRU} from '../layers/gru';
import {createMended} from '../layers/mended';
import {part} from './part';

/**
 * `rx.loadLayersModel` and `rx.io.keras`. Functions of ours that a model needs are listed beside it; and it is listed where
 * a model is loaded that came from Keras and was saved again.
 */
export const keras = part('keras', installation => {
  const {tf, classNameMap, Base, rx} = installation;
  const gru = createGRU(tf);
  for (const cls of [createKerasSparsemax(tf, Base), gru.layer, gru.cell, ...createMended(tf)]) {
    register(installation, cls, cls.className);
  }
  const host = {tf, classNameMap, functions: rx.functions};
  const read = (source: unknown, options?: KerasOptions) => kerasHandler(host, source, options);
  rx['io'] = {keras: read};
  rx['loadLayersModel'] = (source: unknown, options: KerasOptions = {}) =>
    tf.loadLayersModel(read(source, options) as never, options as object);
});
