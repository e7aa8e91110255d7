import type {Tf} from '../conformance/lane';
import {describeWithTfjsNode} from '../support/tfjsNode';
import {describeLane} from './lane';

describeWithTfjsNode('tfjs-node', path => {
  const tf = require(path) as Tf;
  describeLane('tensorflow', tf, 'tensorflow', {flushesSubnormals: true});
});
