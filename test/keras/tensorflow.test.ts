import {describeWithTfjsNode} from '../support/tfjsNode';
import type {Tf} from './check';
import {modelNames} from './fixtures';
import {describeModels} from './lane';

describeWithTfjsNode('tfjs-node', path => describeModels(require(path) as Tf, 'tensorflow', modelNames()));
