/** Has digits read by the worker, the latest first, and shows what it reads. */

import {PIXELS} from '../digits/shifts.mjs';
import {createBars, digitPicture, percent} from './views.mjs';

/** `ask` the worker, `fail(doing, error)`, and `find(id)` an element. A digit is `{pixels, label}`, label null if drawn. */
export function createReading({ask, fail, find}) {
  const bars = createBars(find('bars'));
  let begun = false;
  let current = null;
  /** While one digit is read, newer ones replace each other here. */
  let wanted = null;
  let reading = null;

  /** Settles when this digit, or a newer one, has been read and shown. */
  async function read(digit, aloud) {
    [wanted, current] = [{...digit, aloud}, digit];
    digitPicture(digit.pixels, find('seen'));
    if (!begun) return;
    reading ??= readWanted();
    await reading;
  }

  async function readWanted() {
    try {
      while (wanted) {
        const asked = wanted;
        wanted = null;
        const result = await ask('predict', asked.pixels);
        // Cleared meanwhile.
        if (current) show(asked, result);
      }
    } catch (error) {
      fail('The digit could not be read', error);
    } finally {
      reading = null;
    }
  }

  function show({label, aloud}, {probabilities, time, backend}) {
    const guess = probabilities.indexOf(Math.max(...probabilities));
    const share = probabilities[guess];
    bars.show(probabilities);
    find('guess').textContent = guess;
    find('time').textContent = `${time < 10 ? time.toFixed(1) : time.toFixed(0)} ms on ${backend}`;
    const sure = share > 0.9 ? 'Surely' : share > 0.6 ? 'Probably' : 'Perhaps';
    const parts = [document.createTextNode(`${sure}, ${percent(share)}`)];
    if (label !== null) {
      const verdict = document.createElement('span');
      verdict.className = guess === label ? 'good' : 'bad';
      verdict.textContent = guess === label ? 'That is right.' : `It is labelled ${label}.`;
      parts.push(document.createTextNode('. '), verdict);
    }
    find('verdict').replaceChildren(...parts);
    if (aloud) announce(`Reads ${guess}. ${find('verdict').textContent}`);
  }

  function announce(text) {
    find('announcement').textContent = text;
  }

  /** The digit that is shown, by the model as it is now; false where there is none. */
  async function again(aloud = false) {
    if (!current) return false;
    await read(current, aloud);
    return true;
  }

  return {
    read,
    again,
    announce,
    /** The model is there: whatever was drawn before is read; false where there was nothing. */
    begin() {
      begun = true;
      return again(true);
    },
    clear() {
      [wanted, current] = [null, null];
      bars.show(null);
      digitPicture(new Float32Array(PIXELS), find('seen'));
      find('guess').textContent = '–';
      find('verdict').textContent = 'Draw, or pick one.';
      find('time').textContent = '';
      announce('Cleared.');
    },
  };
}
