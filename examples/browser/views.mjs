/** What the page shows of data: digits, probabilities, the activations. */

import {curves, CURVES} from '../digits/picture.mjs';
import {SIDE} from '../digits/shifts.mjs';

/** A canvas with a digit in black on nothing, so that the style sheet decides on the paper. */
export function digitPicture(pixels, canvas = document.createElement('canvas')) {
  [canvas.width, canvas.height] = [SIDE, SIDE];
  const image = new ImageData(SIDE, SIDE);
  pixels.forEach((ink, i) => (image.data[i * 4 + 3] = Math.round(ink * 255)));
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

/** Ten bars in a list: `show(probabilities)`, null for none. */
export function createBars(list) {
  const rows = Array.from({length: 10}, (_, digit) => {
    const row = document.createElement('li');
    row.innerHTML = `<span class="digit">${digit}</span><span class="track" aria-hidden="true"><span class="fill"></span></span><span class="percent"></span>`;
    return {row, fill: row.querySelector('.fill'), text: row.querySelector('.percent')};
  });
  list.replaceChildren(...rows.map(({row}) => row));
  const show = probabilities => {
    const best = probabilities?.indexOf(Math.max(...probabilities)) ?? -1;
    rows.forEach(({row, fill, text}, digit) => {
      const share = probabilities?.[digit] ?? 0;
      fill.style.setProperty('--share', share);
      text.textContent = probabilities ? percent(share) : '–';
      row.classList.toggle('best', digit === best);
    });
  };
  show(null);
  return {show};
}

/** A panel for each rectifier layer; panels stay while they are the same layers, so that nothing jumps in training. */
export function createLayers(element) {
  let panels = [];
  const blank = () => {
    const panel = document.createElement('article');
    panel.className = 'layer';
    panel.innerHTML =
      '<h3>&nbsp;</h3><span class="small quiet">&nbsp;</span><ul class="small quiet"></ul><div class="blank"></div>';
    return panel;
  };
  element.replaceChildren(...Array.from({length: 4}, blank));
  return {
    show({xs, layers}) {
      if (panels.length !== layers.length || !layers.length) {
        panels = layers.map(blank);
        element.replaceChildren(...panels);
        if (!layers.length) element.textContent = 'This model has no rectifier layers.';
      }
      layers.forEach((layer, i) => {
        const [title, size, list, drawing] = panels[i].children;
        title.textContent = layer.name.replaceAll('_', ' ');
        size.textContent = channels(layer);
        const lines = layer.parameters.map(describe);
        list.replaceChildren(
          ...(lines.length ? lines : ['fixed: nothing to learn']).map(text => {
            const item = document.createElement('li');
            item.textContent = text;
            return item;
          }),
        );
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        svg.setAttribute('viewBox', `0 0 ${CURVES.width} ${CURVES.height}`);
        svg.setAttribute('role', 'img');
        svg.setAttribute('aria-label', `${layer.op}, ${channels(layer)}. ${lines.join('. ')}`);
        svg.innerHTML = curves(xs, layer);
        drawing.replaceWith(svg);
      });
    },
  };
}

export function percent(share) {
  return `${(share * 100).toFixed(1)}\u00a0%`;
}

function channels({learnt}) {
  return learnt.length === 1 ? '1 channel' : `${learnt.length} channels`;
}

function describe({name, start, mean, least, greatest}) {
  const began = start === null ? '' : `${number(start)} → `;
  return `${name} ${began}${number(mean)} (${number(least)} to ${number(greatest)})`;
}

function number(value) {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
