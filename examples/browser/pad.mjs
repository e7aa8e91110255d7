/** The drawing pad: mouse, touch and pen, or arrow keys and space. Gives strokes as lists of points, its sides 1 long. */

const [STEP, SMALL_STEP] = [1 / 20, 1 / 60];
/** The width of a line, as a share of the pad. */
const WIDTH = 0.075;
const MOVES = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

/**
 * `onDraw(strokes, finished)` is called while drawing, and `finished` when the pen is lifted; `onPen(down)` when the
 * keyboard's pen goes down or up.
 */
export function createPad({canvas, cursor, onDraw, onPen, onClear}) {
  const context = canvas.getContext('2d');
  let strokes = [];
  let picture = null;
  let pointer = null;
  const keys = {at: [0.5, 0.5], down: false};

  function draw() {
    const side = canvas.width;
    context.clearRect(0, 0, side, side);
    if (picture) context.drawImage(picture, 0, 0, side, side);
    Object.assign(context, {lineWidth: WIDTH * side, lineCap: 'round', lineJoin: 'round'});
    for (const [first, ...rest] of strokes) {
      context.beginPath();
      context.moveTo(first[0] * side, first[1] * side);
      // A line of no length is a dot.
      for (const [x, y] of rest.length ? rest : [first]) context.lineTo(x * side, y * side);
      context.stroke();
    }
  }

  function begin(point) {
    picture = null;
    strokes.push([point]);
    draw();
    onDraw(strokes, false);
  }

  function extend(points) {
    strokes.at(-1).push(...points);
    draw();
    onDraw(strokes, false);
  }

  function clear() {
    [strokes, picture, pointer] = [[], null, null];
    lift();
    draw();
  }

  const pointOf = event => {
    const {left, top, width, height} = canvas.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height].map(within);
  };
  canvas.addEventListener('pointerdown', event => {
    if (event.button || pointer !== null) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    lift();
    cursor.hidden = true;
    begin(pointOf(event));
  });
  canvas.addEventListener('pointermove', event => {
    if (event.pointerId !== pointer) return;
    // All that the device told since the last frame: curves stay round where the page is slow.
    const events = event.getCoalescedEvents?.() ?? [];
    extend((events.length ? events : [event]).map(pointOf));
  });
  for (const type of ['pointerup', 'pointercancel']) {
    canvas.addEventListener(type, event => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      onDraw(strokes, true);
    });
  }

  function lift() {
    const wasDown = keys.down;
    keys.down = false;
    showCursor();
    return wasDown;
  }

  function showCursor() {
    cursor.style.left = `${keys.at[0] * 100}%`;
    cursor.style.top = `${keys.at[1] * 100}%`;
    cursor.classList.toggle('down', keys.down);
  }

  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      const step = event.shiftKey ? SMALL_STEP : STEP;
      keys.at = keys.at.map((place, axis) => within(place + move[axis] * step));
      cursor.hidden = false;
      if (keys.down) extend([keys.at]);
      showCursor();
    } else if (event.key === ' ') {
      if (event.repeat) return event.preventDefault();
      if (lift()) onDraw(strokes, true);
      else {
        keys.down = true;
        showCursor();
        begin(keys.at);
      }
      onPen(keys.down);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      clear();
      onClear();
    } else return;
    event.preventDefault();
  });
  canvas.addEventListener('focus', () => {
    cursor.hidden = !canvas.matches(':focus-visible');
    showCursor();
  });
  canvas.addEventListener('blur', () => {
    cursor.hidden = true;
    if (lift()) onDraw(strokes, true);
  });

  new ResizeObserver(() => {
    const side = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    if (canvas.width === side && canvas.height === side) return;
    [canvas.width, canvas.height] = [side, side];
    draw();
  }).observe(canvas);

  return {
    clear,
    /** Shows a digit that was not drawn here; drawing starts on an empty sheet. */
    show(digit) {
      clear();
      picture = digit;
      draw();
    },
  };
}

const within = place => Math.min(1, Math.max(0, place));
