/** The page: what its elements do. TensorFlow.js is in worker.mjs; this side only draws and asks. */

import {BACKENDS} from '../common/backends.mjs';
import {startWorker} from '../common/client.mjs';
import {createNotice} from '../common/notice.mjs';
import {saveFiles} from '../common/saveFiles.mjs';
import {PIXELS} from '../digits/shifts.mjs';
import {fetchDigits} from './data.mjs';
import {createPad} from './pad.mjs';
import {createPicker, SHOWN} from './picker.mjs';
import {createReading} from './reading.mjs';
import {toDigit} from './strokes.mjs';
import {createLayers, digitPicture, percent} from './views.mjs';

const $ = id => document.getElementById(id);

const ask = startWorker('worker.js', event => onEvent[event.event](event));
const layers = createLayers($('layers'));
const {note, say, fail} = createNotice({
  box: $('notice'),
  text: $('notice-text'),
  close: $('notice-close'),
  alert: $('notice-alert'),
  status: $('notice-status'),
  log: $('log'),
});
const reading = createReading({ask, fail, find: $});
const pad = createPad({
  canvas: $('pad'),
  cursor: $('cursor'),
  onDraw(strokes, finished) {
    picker.unpick();
    reading.read({pixels: toDigit(strokes), label: null}, finished);
  },
  onPen: down => reading.announce(down ? 'Pen down.' : 'Pen lifted.'),
  onClear: clearReading,
});
const picker = createPicker({
  element: $('picker'),
  onPick(index) {
    const pixels = pixelsOf(index);
    pad.show(digitPicture(pixels));
    reading.read({pixels, label: test.labels[index]}, true);
  },
});

let test = null;
let misread = [];
/** The share of the held-out digits that the model, as it is now, reads rightly. */
let score = null;
let busy = true;

// -------------------------------------------------------------------------------------------------- drawing and picking

function pixelsOf(index) {
  return test.images.slice(index * PIXELS, (index + 1) * PIXELS);
}

$('clear').addEventListener('click', () => {
  pad.clear();
  clearReading();
});

function clearReading() {
  picker.unpick();
  reading.clear();
}

let page = 0;

function showDigits() {
  const all = $('only-misread').checked ? misread : Array.from({length: test.count}, (_, i) => i);
  const pages = Math.max(1, Math.ceil(all.length / SHOWN));
  page %= pages;
  picker.show(
    all.slice(page * SHOWN, (page + 1) * SHOWN).map(index => ({
      index,
      label: `Test digit ${index + 1}, a ${test.labels[index]}`,
      picture: digitPicture(pixelsOf(index)),
    })),
  );
}

$('others').addEventListener('click', () => {
  page++;
  showDigits();
});
$('only-misread').addEventListener('change', () => {
  page = 0;
  showDigits();
});

// -------------------------------------------------------------------------------------------------------------- backends

const radios = [...document.querySelectorAll('input[name=backend]')];
let backend = null;
let choosing = null;

/** Choices that follow each other while one is starting: only the last counts. */
async function choose(name) {
  const first = choosing === null;
  choosing = name;
  if (!first) return;
  setBusy(true);
  while (choosing !== backend) {
    const next = choosing;
    const started = performance.now();
    $('backend-state').textContent = `Starting ${next}…`;
    try {
      backend = await ask('useBackend', next);
      $('backend-state').textContent = `On ${next}, started in ${((performance.now() - started) / 1000).toFixed(1)} s`;
      say(`The model runs on ${next} now.`);
    } catch (error) {
      fail(`${next} did not start`, error);
      $('backend-state').textContent = `Still on ${backend}`;
      if (choosing === next) choosing = backend;
    }
  }
  choosing = null;
  for (const radio of radios) radio.checked = radio.value === backend;
  await reading.again();
  setBusy(false);
}

for (const radio of radios) radio.addEventListener('change', () => choose(radio.value));

// ---------------------------------------------------------------------------------------------- what takes time, apart

/** While the model is changed, only drawing, Stop and looking are possible. Not `disabled`, which would lose the focus. */
function setBusy(now, {training = false} = {}) {
  busy = now;
  for (const id of ['train', 'afresh', 'save-browser', 'load-browser', 'download', 'open', 'shipped']) {
    $(id).setAttribute('aria-disabled', String(now || (id === 'load-browser' && !saved)));
  }
  $('stop').setAttribute('aria-disabled', String(!training));
  $('backends').toggleAttribute('inert', now && choosing === null);
  $('rate').disabled = now;
}

/** Runs something for a button that is pressed: unless something else is under way, and saying what went wrong. */
function onPress(id, doing, work) {
  $(id).addEventListener('click', async () => {
    if ($(id).getAttribute('aria-disabled') === 'true') return;
    await exclusively(doing, work);
  });
}

async function exclusively(doing, work, options) {
  if (busy) return;
  setBusy(true, options);
  try {
    await work();
  } catch (error) {
    fail(`${doing} failed`, error);
  } finally {
    setBusy(false);
  }
}

/** After the model has changed. */
async function showModel() {
  layers.show(await ask('layers'));
  await reading.again();
  await showAccuracy();
}

async function showAccuracy() {
  ({share: score, misread} = await ask('accuracy'));
  $('after').textContent = percent(score);
  const only = $('only-misread');
  only.disabled = !misread.length;
  only.checked &&= !only.disabled;
}

// -------------------------------------------------------------------------------------------------------------- training

const onEvent = {
  batch({done, batches, loss}) {
    $('progress').value = done / batches;
    $('train-state').textContent = `Batch ${done} of ${batches}, loss ${loss.toFixed(4)}`;
  },
  layers(event) {
    if (performance.now() < curvesRestUntil) return;
    drawCurves(event);
    reading.again();
  },
  trouble: ({message}) => fail('The graphics processor reports an error', new Error(message)),
};

/** Some hundred curves take long where there is no fast graphics processor: then they are drawn less often. */
let curvesRestUntil = 0;
const frame = () => new Promise(requestAnimationFrame);

async function drawCurves(event) {
  curvesRestUntil = Infinity;
  await frame();
  const started = performance.now();
  layers.show(event);
  await frame();
  await frame();
  curvesRestUntil = performance.now() + 3 * (performance.now() - started);
}

$('train').addEventListener('click', () => exclusively('Training', train, {training: true}));
$('stop').addEventListener('click', () => {
  if ($('stop').getAttribute('aria-disabled') === 'true') return;
  $('stop').setAttribute('aria-disabled', 'true');
  ask('stop');
});

async function train() {
  const before = score;
  $('before').textContent = percent(before);
  $('after-title').textContent = 'after';
  $('after').textContent = '…';
  $('progress').value = 0;
  $('train-state').textContent = 'Fetching the digits…';
  curvesRestUntil = 0;
  const started = performance.now();
  // A test asks for fewer batches by the address, as somebody with a slow machine may.
  const mostBatches = Number(new URLSearchParams(location.search).get('batches')) || undefined;
  let trained;
  try {
    trained = await ask('train', {learningRate: Number($('rate').value), mostBatches});
  } finally {
    await showModel();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const {done, batches, loss, stopped} = trained;
  const trainedOn = done === 1 ? '1 batch' : `${done} batches`;
  $('train-state').textContent =
    `${stopped ? `Stopped after ${done} of ${batches} batches` : trainedOn} in ${seconds} s on ${backend}, loss ${loss.toFixed(4)}`;
  say(
    `${stopped ? 'Stopped after' : 'Trained on'} ${trainedOn}: ${percent(before)} of the held-out digits before, ${percent(score)} now.`,
  );
}

onPress('afresh', 'Starting from scratch', async () => {
  await ask('startAfresh');
  forgetTraining();
  await showModel();
  say('A fresh model: its weights are random, its activations are where they started. Train it.');
});

function forgetTraining() {
  $('before').textContent = '–';
  $('after-title').textContent = 'now';
  $('progress').value = 0;
  $('train-state').textContent = '\u00a0';
}

// --------------------------------------------------------------------------------------------------- saving and loading

let saved = null;

async function showSaved() {
  saved = await ask('saved');
  $('saved').textContent = saved
    ? `Saved ${saved.date.toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'})}, ${Math.round(saved.bytes / 1000)} kB`
    : 'Nothing is saved here yet.';
}

onPress('save-browser', 'Saving', async () => {
  await ask('saveInBrowser');
  await showSaved();
  say('Saved in this browser (IndexedDB): it is there after a reload.');
});

onPress('load-browser', 'Loading', async () => {
  await ask('loadFromBrowser');
  forgetTraining();
  await showModel();
  say('Loaded the model that was saved in this browser.');
});

onPress('download', 'Saving to files', async () => {
  const files = await ask('files');
  await saveFiles(files);
  say(`Downloading ${files.map(({name}) => name).join(' and ')}: keep them in one folder.`);
});

$('open').addEventListener('click', () => {
  if ($('open').getAttribute('aria-disabled') !== 'true') $('files').click();
});
$('files').addEventListener('change', async () => {
  const files = [...$('files').files];
  // So that the same files can be chosen again.
  $('files').value = '';
  await exclusively('Loading the files', async () => {
    await ask('loadFiles', files);
    forgetTraining();
    await showModel();
    say(`Loaded ${files.map(({name}) => name).join(' and ')}.`);
  });
});

onPress('shipped', 'Loading', async () => {
  await ask('loadShipped');
  forgetTraining();
  await showModel();
  say('Back to the model that the page came with.');
});

// ----------------------------------------------------------------------------------------------------------------- start

async function start() {
  try {
    const digits = fetchDigits('test.bin');
    const missing = await ask('missingBackends');
    const there = BACKENDS.filter(name => !missing[name]);
    $('backend-missing').replaceChildren(
      ...BACKENDS.filter(name => missing[name]).map(name => {
        const item = document.createElement('li');
        item.textContent = `No ${name}: ${missing[name]}.`;
        return item;
      }),
    );
    for (const radio of radios) {
      radio.disabled = !!missing[radio.value];
      radio.parentElement.classList.toggle('absent', radio.disabled);
    }
    test = await digits;
    showDigits();
    const asked = new URLSearchParams(location.search).get('backend');
    await startOn([asked, 'wasm', 'cpu'].filter(name => there.includes(name)));
    // Whoever was quicker than the model gets the own drawing read.
    if (!(await reading.begin())) picker.pickFirst();
    await showSaved();
    await showModel();
    setBusy(false);
  } catch (error) {
    $('backend-state').textContent = 'The page could not start.';
    fail('The page could not start', error);
  }
}

async function startOn([first, ...others]) {
  const started = performance.now();
  try {
    const name = await ask('useBackend', first);
    await ask('loadShipped');
    backend = name;
    for (const radio of radios) radio.checked = radio.value === name;
    $('backend-state').textContent = `On ${name}, ready in ${((performance.now() - started) / 1000).toFixed(1)} s`;
    note(`Loaded the model that the page came with, on ${name}.`);
  } catch (error) {
    if (!others.length) throw error;
    fail(`${first} did not start, so on with ${others[0]}`, error);
    await startOn(others);
  }
}

await start();
