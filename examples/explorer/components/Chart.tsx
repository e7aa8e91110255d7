/** A chart by uPlot, as wide as its place, in the colours of the style sheet. */

import {useEffect, useRef} from 'preact/hooks';
import uPlot from 'uplot';

export interface Line {
  readonly label: string;
  /** A custom property of the style sheet: `--c1`. */
  readonly color: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
}

export interface ChartProps {
  readonly height: number;
  readonly lines: readonly Line[];
  /** The horizontal numbers, and then those of each line; null is nothing. */
  readonly data: uPlot.AlignedData;
  /** From where to where, vertically and horizontally; chosen by the data if left out. */
  readonly y?: readonly [number, number] | undefined;
  readonly x?: readonly [number, number] | undefined;
  /** Powers of ten. */
  readonly logarithmic?: boolean;
  /** Whether a line is cut where it jumps. */
  readonly jumps?: boolean;
  /** What can be done with the pointer; nothing if left out. */
  readonly pointer?: {
    readonly onPlace: (index: number) => void;
    readonly onSelect: (from: number, to: number) => void;
  };
  /** Where the cursor stands, as an index of the data. */
  readonly place?: number | null;
}

export function Chart(props: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const structure = JSON.stringify([props.lines, props.height, props.logarithmic, props.jumps]);

  useEffect(() => {
    const made = new uPlot(optionsOf(latest, element.current!.clientWidth), latest.current.data, element.current!);
    chart.current = made;
    const resized = new ResizeObserver(() => {
      made.setSize({width: element.current!.clientWidth, height: latest.current.height});
    });
    resized.observe(element.current!);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => made.redraw(false);
    dark.addEventListener('change', redraw);
    const stopTouch = latest.current.pointer
      ? followFingers(made, index => latest.current.pointer!.onPlace(index))
      : () => {};
    return () => {
      stopTouch();
      dark.removeEventListener('change', redraw);
      resized.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [structure]);

  useEffect(() => chart.current!.setData(props.data), [props.data, props.y?.[0], props.y?.[1]]);
  useEffect(() => standAt(chart.current!, props.place), [props.place]);

  return <div class="chart" ref={element} style={{height: props.height}} aria-hidden="true" />;
}

function standAt(chart: uPlot, place: number | null | undefined): void {
  const x = place === null || place === undefined ? undefined : chart.data[0][place];
  if (x === undefined) return;
  chart.setCursor({left: chart.valToPos(x, 'x'), top: chart.over.clientHeight / 2}, false);
}

/** uPlot follows a mouse only. A finger that moves sideways reads values; up and down it scrolls the page. */
function followFingers(chart: uPlot, onPlace: (index: number) => void): () => void {
  const move = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') return;
    const {left, top} = chart.over.getBoundingClientRect();
    const place = {left: event.clientX - left, top: event.clientY - top};
    chart.setCursor(place, false);
    onPlace(chart.posToIdx(place.left));
  };
  chart.over.style.touchAction = 'pan-y';
  chart.over.addEventListener('pointermove', move);
  chart.over.addEventListener('pointerdown', move);
  return () => {
    chart.over.removeEventListener('pointermove', move);
    chart.over.removeEventListener('pointerdown', move);
  };
}

const color = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function optionsOf(props: {readonly current: ChartProps}, width: number): uPlot.Options {
  const {height, lines, logarithmic = false, jumps = false, pointer} = props.current;
  const axis: uPlot.Axis = {
    stroke: color('--quiet'),
    grid: {stroke: color('--grid'), width: 1},
    ticks: {show: false},
    font: '12px system-ui, sans-serif',
    gap: 4,
  };
  return {
    width,
    height,
    legend: {show: false},
    padding: [10, 12, 0, 0],
    scales: {
      x: {time: false, range: (_, low, high) => [...(props.current.x ?? [low, high])] as [number, number]},
      y: {
        distr: logarithmic ? 3 : 1,
        range: (_, low, high) => {
          if (props.current.y) return [...props.current.y];
          if (low === null) return logarithmic ? [0.1, 1] : [0, 1];
          return logarithmic ? uPlot.rangeLog(low, high, 10, true) : uPlot.rangeNum(low, high, 0.1, true);
        },
      },
    },
    axes: [
      {...axis, size: 30, space: 44},
      {
        ...axis,
        size: 46,
        space: 32,
        ...(logarithmic && {splits: (_: uPlot, __: number, low: number, high: number) => powersOfTen(low, high)}),
        values: (_, ticks) => ticks.map(tick => (tick === null ? '' : tickText(tick))),
      },
    ],
    series: [
      {},
      ...lines.map(({label, color: stroke, width = 2, dash, alpha = 1}) => ({
        ...{label, stroke: color(stroke), width, alpha, spanGaps: !jumps, pxAlign: 0},
        points: {show: false},
        ...(dash && {dash: [...dash]}),
        ...(jumps && {gaps: gapsAtJumps}),
      })),
    ],
    cursor: pointer
      ? {
          y: false,
          drag: {x: true, y: false, setScale: false},
          points: {size: 8, width: 2},
        }
      : {show: false},
    hooks: {
      drawAxes: [zeroLines],
      // Only then its scales are those of the data.
      draw: [chart => standAt(chart, props.current.place)],
      ...(pointer && {
        setCursor: [
          chart => {
            const {idx, left, event} = chart.cursor;
            // Without an event it is uPlot's own doing, where sizes or data change.
            if (!event) return;
            if (typeof idx === 'number' && left! >= 0) props.current.pointer!.onPlace(idx);
            // Where the pointer leaves, what is read stays marked.
            else setTimeout(() => standAt(chart, props.current.place));
          },
        ],
        setSelect: [
          chart => {
            const {left, width} = chart.select;
            if (width < 8) return;
            chart.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
            props.current.pointer!.onSelect(chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x'));
          },
        ],
      }),
    },
  };
}

const tickText = (tick: number): string =>
  (tick !== 0 && Math.abs(tick) < 0.01 ? tick.toExponential(0) : String(Number(tick.toPrecision(6)))).replace('-', '−');

/** At most about five. */
function powersOfTen(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 5));
  return Array.from({length: Math.max(0, Math.floor((last - first) / every) + 1)}, (_, i) => 10 ** (first + i * every));
}

/** The axes through 0, stronger than the grid. */
function zeroLines(chart: uPlot): void {
  const {ctx, bbox} = chart;
  ctx.save();
  ctx.strokeStyle = color('--axis')();
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (const scale of ['x', 'y'] as const) {
    const {min, max, distr} = chart.scales[scale]!;
    if (distr === 3 || min! > 0 || max! < 0) continue;
    const at = Math.round(chart.valToPos(0, scale, true)) + 0.5;
    ctx.moveTo(scale === 'x' ? at : bbox.left, scale === 'x' ? bbox.top : at);
    ctx.lineTo(scale === 'x' ? at : bbox.left + bbox.width, scale === 'x' ? bbox.top + bbox.height : at);
  }
  ctx.stroke();
  ctx.restore();
}

/** Between two numbers that are much farther apart than their neighbours are: no line belongs there. */
const gapsAtJumps: uPlot.Series.GapsRefiner = (chart, series, from, to) => {
  const [xs, ys] = [chart.data[0], chart.data[series]!];
  const step = (i: number) => Math.abs((ys[i + 1] ?? NaN) - (ys[i] ?? NaN));
  const gaps: uPlot.Series.Gaps = [];
  // Half a line's width, and a pixel to which uPlot may have moved it.
  const room = 1 + 1.25 * devicePixelRatio;
  for (let i = from; i < to; i++) {
    const beside = Math.max(step(i - 1) || 0, step(i + 1) || 0);
    if (step(i) > 1e-3 && step(i) > 12 * beside) {
      gaps.push([chart.valToPos(xs[i]!, 'x', true) - room, chart.valToPos(xs[i + 1]!, 'x', true) + room]);
    }
  }
  return gaps;
};
