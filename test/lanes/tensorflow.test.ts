import type {Tf} from '../conformance/lane';
import {describeWithTfjsNode} from '../support/tfjsNode';
import {describeLane} from './lane';

describeWithTfjsNode('tfjs-node', path => {
  const tf = require(path) as Tf;
  // Small tensors: kernels of ours.
  describeLane('tensorflow', tf, 'tensorflow', {arithmetic: 'exact'});
  // Large ones: TensorFlow's ops, and kernels where these have not the range.
  const count = 16385;
  describeLane('tensorflow, large', tf, 'tensorflow', {large: {count, within: 12}});
  describeLane('tensorflow, large and wild', tf, 'tensorflow', {arithmetic: 'exact', large: {count, within: Infinity}});
});
