/** Puts bench/results into docs/benchmarks.md, between its marks, and draws the chart. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {format, resolveConfig} from 'prettier';
import {chart} from './chart';
import {compared, milliseconds, times, transcendental} from './report';
import {
  geometricMean,
  RELU_TARGET,
  sizeName,
  sizesOf,
  speedup,
  TARGETS,
  type LaneResults,
  type OnnxResults,
  type PackageResults,
  type Pass,
  type Row,
} from './results';

const PAGE = 'docs/benchmarks.md';

export async function document(): Promise<void> {
  const lanes = Object.keys(TARGETS).flatMap(lane => read<LaneResults>(lane) ?? []);
  const onnx = read<OnnxResults>('onnxruntime-web');
  const figures = read<PackageResults>('package');
  writeFileSync('docs/images/benchmarks.svg', chart(lanes, 2 ** 20));

  const parts: Record<string, string> = {
    machine: machineText(lanes),
    means: meansTable(lanes),
    rounded: roundedTable(lanes),
    functions: lanes.map(functionsTable).join('\n\n'),
    launches: launchesTable(lanes),
    onnx: onnx ? onnxTable(onnx) : '',
    package: figures ? packageTable(figures) : '',
  };
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const mark = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!mark.test(page)) throw new Error(`${PAGE} has no place for ${name}`);
    page = page.replace(mark, (_, open: string, close: string) => `${open}\n${text}\n\n${close}`);
  }
  writeFileSync(PAGE, await format(page, {...(await resolveConfig(PAGE)), filepath: PAGE}));
}

function read<T>(name: string): T | null {
  const path = `bench/results/${name.replaceAll(' ', '-')}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

const PASSES = ['forward', 'gradients'] as const satisfies Pass[];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function machineText(lanes: readonly LaneResults[]): string {
  const {cpu, cores, memoryGB, node, tfjs} = lanes[0]!.machine;
  const runs = lanes.map(({lane, clock, machine: {date, load}}) => [
    lane,
    date.replace('T', ' '),
    load.join(' to '),
    clock === 'wall' ? 'time passed' : 'time computed',
  ]);
  return `${cpu}, ${cores} cores, ${memoryGB} GB; Node ${node}, tf.js ${tfjs}; Chromium with a software GPU (SwiftShader).\n\n${table(['lane', 'run', 'load (processes that want to run)', 'clock'], runs)}`;
}

/** What these are composed of is one fast float32 kernel, sigmoid or elu, and multiplications (XNNPACK's on wasm). */
const OF_ONE_KERNEL = ['elu', 'silu', 'quickGelu', 'swishBeta', 'aconC'];

/** Geometric means over the transcendental functions, bold where the target is met. */
function meansTable(lanes: readonly LaneResults[]): string {
  const sizes = [...new Set(lanes.flatMap(({rows}) => sizesOf(rows)))].sort((a, b) => a - b);
  const shown = lanes.flatMap(({lane, rows}) => [
    {lane, title: lane, rows},
    ...(/^(wasm|web)/.test(lane)
      ? [
          {
            lane,
            title: `${lane}, without ${OF_ONE_KERNEL.join(', ')}`,
            rows: rows.filter(row => !OF_ONE_KERNEL.includes(row.name)),
          },
        ]
      : []),
  ]);
  const cell = ({lane, rows}: (typeof shown)[number], size: number, pass: Pass) => {
    const mean = geometricMean(transcendental(rows, size).map(row => speedup(row, pass, 'composed')));
    if (mean === null) return '–';
    const target = size >= 2 ** 20 ? TARGETS[lane]![pass] : 1;
    return mean >= target ? `**${times(mean)}**` : times(mean);
  };
  const part = (pass: Pass, title: string) =>
    table(
      [title, 'target at 1M, 4M', ...sizes.map(sizeName)],
      shown.map(each => [each.title, `${TARGETS[each.lane]![pass]}`, ...sizes.map(size => cell(each, size, pass))]),
    );
  return `${part('forward', 'forward')}\n\n${part('gradients', 'forward and all gradients')}`;
}

/** Time as a multiple of tf.relu's, for functions that are rounded once. */
function roundedTable(lanes: readonly LaneResults[]): string {
  const chosen = lanes.map(({lane, rows}) => ({
    lane,
    rows: rows.filter(row => row.kind === 'rounded once' && row.given === 'numbers' && row.size === 2 ** 20),
  }));
  const names = [...new Set(chosen.flatMap(({rows}) => rows.map(row => row.name)))];
  const cell = (row: Row | undefined, pass: Pass) => {
    const ratio = row && speedup(row, pass, 'relu');
    if (!ratio) return '–';
    return 1 / ratio <= RELU_TARGET ? `**${times(1 / ratio)}**` : times(1 / ratio);
  };
  return table(
    ['lane', ...names],
    chosen.map(({lane, rows}) => [
      lane,
      ...names.map(name => {
        const row = rows.find(each => each.name === name);
        return PASSES.map(pass => cell(row, pass)).join(' / ');
      }),
    ]),
  );
}

function functionsTable({lane, rows}: LaneResults): string {
  const chosen = rows.filter(row => row.size === 2 ** 20);
  return `<details><summary>${lane}</summary>\n\n${table(
    ['function', 'forward, ms', '× composed', '× tf.relu', 'with gradients, ms', '× composed', '× tf.relu'],
    chosen.map(row => [
      `${row.name}${row.given === 'channels' ? ', a channel each' : ''}`,
      ...PASSES.flatMap(pass => [
        milliseconds(row.times[pass]),
        compared(row, pass),
        times(speedup(row, pass, 'relu')),
      ]),
    ]),
  )}\n\n</details>`;
}

/** For each lane, the range over all functions. */
function launchesTable(lanes: readonly LaneResults[]): string {
  const range = (values: readonly number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (!values.length) return '–';
    return low === high ? String(low) : `${low}–${high}`;
  };
  return table(
    [
      'lane, parameters',
      'kernels',
      'composed',
      'GPU programs',
      'composed',
      'peak',
      'composed',
      'compiled by 20 values',
    ],
    lanes.flatMap(({lane, counts}) =>
      (['numbers', 'channels'] as const).map(given => {
        const chosen = counts.filter(each => each.given === given);
        const pair = (of: (each: (typeof chosen)[number]) => readonly [number, number] | null | undefined) => {
          const known = chosen.map(of).filter(each => each !== null && each !== undefined);
          return known.length ? `${range(known.map(each => each[0]))} + ${range(known.map(each => each[1]))}` : '–';
        };
        const known = (values: readonly (number | null | undefined)[]) =>
          range(values.filter(each => typeof each === 'number').map(each => Math.round(each * 10) / 10));
        return [
          `${lane}, ${given}`,
          pair(each => each.kernels.ours),
          pair(each => each.kernels.composed),
          pair(each => each.programs?.ours),
          pair(each => each.programs?.composed),
          known(chosen.map(each => each.peak.ours)),
          known(chosen.map(each => each.peak.composed)),
          known(chosen.map(each => each.compiled)),
        ];
      }),
    ),
  );
}

function onnxTable({version, rows}: OnnxResults): string {
  return `onnxruntime-web ${version}:\n\n${table(
    ['function', 'ours', 'ours, copied in and out', 'composed', 'onnxruntime-web', 'largest difference'],
    rows.map(({name, times: each, difference}) => [
      name,
      milliseconds(each.ours),
      milliseconds(each['ours with copies']),
      milliseconds(each.composed),
      milliseconds(each['onnxruntime-web']),
      difference.toExponential(0),
    ]),
  )}`;
}

/** Of the main entry either way. */
const SIZE_TARGETS: Readonly<Record<string, string>> = {
  'tfjs-rectifiers, script tag': '25 kB',
  'tfjs-rectifiers': '25 kB',
  'tfjs-rectifiers/training': '15 kB',
};

function packageTable({sizes, install, firstCall}: PackageResults): string {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return table(
    ['', 'measured', 'target'],
    [
      ...Object.entries(sizes).map(([name, {gzipped}]) => [
        `\`${name.replace(',', '`,')}${name.includes(',') ? '' : '`'}, minified and gzipped`,
        kB(gzipped),
        SIZE_TARGETS[name] ?? '–',
      ]),
      ['`rectifiers(tf)`, fresh process', `${milliseconds(install)} ms`, '5 ms'],
      ['first call of a function on wasm: trace, emit, compile, run', `${milliseconds(firstCall.forward)} ms`, '3 ms'],
      ['first call of its gradient', `${milliseconds(firstCall.gradients)} ms`, '3 ms'],
    ],
  );
}
