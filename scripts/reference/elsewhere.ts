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
  const rows = LIBRARIES.flatMap(([key, title]) => {
    const text = elsewhere[key];
    return text ? [[title, text]] : key === 'others' ? [] : [[title, 'not there']];
  });
  return join('## Elsewhere', table(['library', 'name and defaults'], rows), elsewhere.differences);
}

export const footer = '[All functions](README.md)';
