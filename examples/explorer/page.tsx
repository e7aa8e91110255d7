/** The page begins here: the catalogue, the worker that computes, and what is shown of both. */

import {render} from 'preact';
import {startWorker} from '../common/client.mjs';
import {createNotice} from '../common/notice.mjs';
import {App} from './App';
import type {Entry} from './functions/controls';
import type {Ask, Frame, Trouble} from './messages';

const $ = (id: string) => document.getElementById(id)!;
const {say, fail} = createNotice({
  box: $('notice'),
  text: $('notice-text'),
  close: $('notice-close'),
  alert: $('notice-alert'),
  status: $('notice-status'),
  log: null,
});

const onFrame = {current: (_: Frame) => {}};
const ask = startWorker('worker.js', (event: Frame | Trouble) => {
  if (event.event === 'frame') onFrame.current(event);
  else fail('The graphics processor reports an error', new Error(event.message));
}) as Ask;

try {
  const response = await fetch('catalogue.json');
  if (!response.ok) throw new Error(`catalogue.json could not be fetched: ${response.status} ${response.statusText}`);
  const entries = (await response.json()) as readonly Entry[];
  render(<App {...{entries, ask, onFrame, say, fail}} />, $('page'));
} catch (error) {
  fail('The page could not start', error as Error);
}
