import {type Check, type Lane} from './lane';
export function layerChecks(_lane: Lane): Check[] {
  return [];
}
