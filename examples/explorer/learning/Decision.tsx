/** What a net decides at each place of the plane, and the points that it learns. */

import {contours} from 'd3-contour';
import {useEffect, useRef} from 'preact/hooks';
import {EXTENT, GRID, type Points} from '../messages';

/** Pixels a side; the style sheet scales it. */
const SIDE = 384;
const DARK = '(prefers-color-scheme: dark)';

export function Decision(props: {
  readonly boundary: Float32Array | null;
  readonly points: Points | null;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const {boundary, points} = props;
  useEffect(() => {
    const paint = () => draw(canvas.current!, boundary, points);
    paint();
    const dark = matchMedia(DARK);
    dark.addEventListener('change', paint);
    return () => dark.removeEventListener('change', paint);
  }, [boundary, points]);
  return <canvas class="decision" ref={canvas} width={SIDE} height={SIDE} role="img" aria-label={props.label} />;
}

type Color = readonly [r: number, g: number, b: number];

function draw(canvas: HTMLCanvasElement, boundary: Float32Array | null, points: Points | null): void {
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  const css = (name: string) => style.getPropertyValue(name).trim();
  context.clearRect(0, 0, SIDE, SIDE);
  if (boundary) {
    context.imageSmoothingEnabled = true;
    context.drawImage(
      field(boundary, [rgb(css('--class0')), rgb(css('--surface')), rgb(css('--class1'))]),
      0,
      0,
      SIDE,
      SIDE,
    );
    context.strokeStyle = css('--ink');
    context.lineWidth = 2.5;
    context.beginPath();
    // Where both classes are as likely as each other. A number of the grid is in the middle of its cell.
    const [line] = contours().size([GRID, GRID]).thresholds([0.5])(Array.from(boundary));
    for (const ring of line!.coordinates.flat()) {
      ring.forEach(([x, y], i) => {
        const place = [(x! / GRID) * SIDE, (y! / GRID) * SIDE] as const;
        // Rings are closed along the border, where there is no line.
        const onBorder = [x!, y!].some(each => each <= 0 || each >= GRID);
        if (i === 0 || onBorder) context.moveTo(...place);
        else context.lineTo(...place);
      });
    }
    context.stroke();
  }
  context.strokeStyle = css('--surface');
  context.lineWidth = 1.5;
  for (const label of [0, 1] as const) {
    context.fillStyle = css(`--point${label}`);
    context.beginPath();
    for (const [x, y] of placesOf(points, label)) {
      context.moveTo(x + 5.5, y);
      // Told apart without colours too.
      if (label) context.arc(x, y, 5.5, 0, 2 * Math.PI);
      else context.rect(x - 4.8, y - 4.8, 9.6, 9.6);
    }
    context.fill('nonzero');
    context.stroke();
  }
}

/** On the canvas. */
function placesOf(points: Points | null, label: 0 | 1): [x: number, y: number][] {
  const at = (value: number) => ((value + EXTENT) / (2 * EXTENT)) * SIDE;
  return Array.from(points?.labels ?? []).flatMap((each, i) => {
    if (each !== label) return [];
    const [x, y] = points!.places.subarray(2 * i);
    return [[at(x!), at(-y!)]];
  });
}

/** A pixel for each number: from the first colour over the second to the third. */
function field(probabilities: Float32Array, [first, middle, last]: readonly [Color, Color, Color]): OffscreenCanvas {
  const image = new ImageData(GRID, GRID);
  probabilities.forEach((p, i) => {
    const [a, b, t] = p < 0.5 ? [first, middle, 2 * p] : [middle, last, 2 * p - 1];
    for (let j = 0; j < 3; j++) image.data[4 * i + j] = a[j]! + (b[j]! - a[j]!) * t;
    image.data[4 * i + 3] = 255;
  });
  const canvas = new OffscreenCanvas(GRID, GRID);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}

/** Of `#rrggbb`. */
const rgb = (color: string): Color => [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16)) as never;
