/** The catalogue. A function is added here and in a file of its own; docs, types, tests and backends follow. */

import {elu} from './elu';
import {leakyRelu} from './leakyRelu';
import {parametricSoftplus} from './parametricSoftplus';
import {prelu} from './prelu';
import {smoothRelu} from './smoothRelu';

export const catalogue = {smoothRelu, parametricSoftplus, prelu, elu, leakyRelu} as const;

export type Catalogue = typeof catalogue;
