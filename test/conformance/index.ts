// The conformance suite: what every function must do on every backend. Runs under Jest and in a page.
import {aplChecks, aplValueChecks} from './apl';
import {axisChecks, axisValueChecks} from './axis';
import {axisLayerChecks} from './axisLayers';
import {compositeChecks} from './composites';
import {identityChecks} from './identities';
import {opChecks} from './ops';
import {layerChecks} from './layers';
import {trainingChecks} from './training';
import {valueChecks} from './values';
import type {Check, Lane} from './lane';
import {seeded} from '../support/seeded';

/** The checks of a lane, a list a group. What they draw is the same in every run and in every order. */
export function conformance(lane: Lane): Map<string, Check[]> {
  const groups = groupsOf(lane);
  for (const [group, checks] of groups) {
    groups.set(
      group,
      checks.map(({name, run}) => ({name, run: () => seeded(name, run)})),
    );
  }
  return groups;
}

function groupsOf(lane: Lane): Map<string, Check[]> {
  if (lane.large)
    return new Map([
      ['values and derivatives', [...valueChecks(lane), ...aplValueChecks(lane), ...axisValueChecks(lane)]],
    ]);
  return new Map([
    [
      'values and derivatives',
      [...valueChecks(lane), ...(lane.defined ? [] : [...aplValueChecks(lane), ...axisValueChecks(lane)])],
    ],
    ['ops', opChecks(lane)],
    ['layers and activations', layerChecks(lane)],
    ...(lane.defined
      ? []
      : ([
          ['identities', identityChecks(lane)],
          ['random slopes', trainingChecks(lane)],
          ['composites', compositeChecks(lane)],
          ['over an axis', [...axisChecks(lane), ...axisLayerChecks(lane)]],
          ['hinges', aplChecks(lane)],
        ] as [string, Check[]][])),
  ]);
}
