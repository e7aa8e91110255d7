/** A grid of digits to pick from: by pointer, or with arrow keys, Home and End. */

export const SHOWN = 24;
const COLUMNS = 8;
const MOVES = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS, Home: -Infinity, End: Infinity};

/** `onPick(index)`; `show([{index, label, picture}])` fills the grid, `unpick()` says that none is shown any more. */
export function createPicker({element, onPick}) {
  const options = Array.from({length: SHOWN}, () => {
    const option = document.createElement('div');
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    return option;
  });
  element.replaceChildren(...options);
  let shown = [];

  function tabTo(place) {
    options.forEach((option, i) => (option.tabIndex = i === place && i < shown.length ? 0 : -1));
  }

  function unpick() {
    for (const option of options) option.setAttribute('aria-selected', 'false');
  }

  function pick(place) {
    unpick();
    options[place].setAttribute('aria-selected', 'true');
    tabTo(place);
    onPick(shown[place].index);
  }

  options.forEach((option, place) => {
    option.addEventListener('click', () => {
      if (place < shown.length) pick(place);
    });
    option.addEventListener('keydown', event => {
      const {key} = event;
      const target = key === ' ' || key === 'Enter' ? place : key in MOVES ? place + MOVES[key] : null;
      if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      // A step up or down that leaves the grid stays where it is; Home and End go to its ends.
      const outside = target < 0 || target >= shown.length;
      const next = outside && Number.isFinite(target) ? place : Math.min(shown.length - 1, Math.max(0, target));
      options[next].focus();
      pick(next);
    });
  });

  return {
    unpick,
    pickFirst: () => shown.length && pick(0),
    show(digits) {
      shown = digits;
      unpick();
      options.forEach((option, i) => {
        option.replaceChildren(...(digits[i] ? [digits[i].picture] : []));
        option.setAttribute('aria-label', digits[i]?.label ?? '');
        option.setAttribute('aria-hidden', String(!digits[i]));
      });
      tabTo(0);
    },
  };
}
