/** What the pages of all kinds end with: the same function in other libraries. */

import type {Elsewhere} from '../../src/activations/notes';
import {join, table} from './markdown';

const LIBRARIES = [
  ['keras', 'Keras 3'],
  ['torch', 'PyTorch'],
  ['jax', 'JAX'],
  ['onnx', 'ONNX'],
  ['tfjs', 'TensorFlow.js'],
  ['others', 'others'],
] as const;

export function elsewhereSection(elsewhere: Elsewhere | undefined): string | null {
  if (!elsewhere) return null;
  const there = LIBRARIES.flatMap(([key, title]) => (elsewhere[key] ? [[title, elsewhere[key]]] : []));
  const missing = LIBRARIES.flatMap(([key, title]) => (elsewhere[key] || key === 'others' ? [] : [title]));
  const rows = missing.length ? [...there, [missing.join(', '), 'not there']] : there;
  return join('## Elsewhere', there.length > 0 && table(['library', 'name and defaults'], rows), elsewhere.differences);
}

export const footer = '[All functions](README.md)';
