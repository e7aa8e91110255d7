/** `npm run bench`: how fast the functions are, on every lane, against stock ops and against tf.relu. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {startBrowser, type BrowserBackend} from './browser';
import {document} from './document';
import type {Given, Kind} from './lane';
import {machine, versionOf} from './machine';
import {processorTime, useClock} from './measure';
import {isThere, runChild, startNode, type Clock, type Driver, type NodeBackend} from './node';
import {compareWithOnnx} from './onnx';
import {measurePackage, runInstall} from './package';
import {describeOnnx, describePackage, HEADER, line, summaryOf} from './report';
import type {LaneResults, OnnxResults, PackageResults, Row} from './results';

const node = (backend: NodeBackend) => async (clock: Clock) => (isThere(backend) ? startNode(backend, clock) : null);
const chromium = (backend: BrowserBackend) => (clock: Clock) => startBrowser(backend, clock);

const LANES: Readonly<Record<string, (clock: Clock) => Promise<Driver | null>>> = {
  cpu: node('cpu'),
  wasm: node('wasm'),
  tensorflow: node('tensorflow'),
  'cpu in Chromium': chromium('cpu'),
  'wasm in Chromium': chromium('wasm'),
  webgl: chromium('webgl'),
  webgpu: chromium('webgpu'),
};
/** Not of tf.js: what stands beside the lanes. */
const EXTRAS = ['onnxruntime-web', 'package'];

const SIZES: Readonly<Record<string, number>> = {'1k': 2 ** 10, '64k': 2 ** 16, '1M': 2 ** 20, '4M': 2 ** 22};
/** What a ratio says at 64k and 1M it mostly says at the other sizes; the targets at 4M are means of transcendental functions. */
const usualSizes = (lane: string, kind: Kind): string[] =>
  ['cpu', 'wasm'].includes(lane)
    ? Object.keys(SIZES).filter(size => size !== '4M' || kind === 'transcendental')
    : ['64k', '1M'];
/** Milliseconds for a row: six variants, a fourth of it warm-up. */
const BUDGETS: Readonly<Record<string, number>> = {'1k': 250, '64k': 400, '1M': 1000, '4M': 2000};

const HELP = `npm run bench -- [options]
  --lanes cpu,wasm           of: ${[...Object.keys(LANES), ...EXTRAS].join(', ')}
  --functions gelu,mish      all unless given
  --sizes 64k,1M             of: ${Object.keys(SIZES).join(', ')};
                             unless given 64k and 1M, on cpu and wasm also 1k, and 4M for transcendental functions
  --budget 2                 time taken for each row, as a factor
  --clock processor          time computed, not time passed: for a busy machine (in Chromium: Linux only)
  --quick                    five functions at 64k elements on three lanes: under a minute
  --save                     writes bench/results/<lane>.json
  --document                 puts bench/results into docs/benchmarks.md and docs/images, without a run unless
                             --save is there too
`;
const QUICK = {lanes: 'cpu,wasm,webgl', functions: 'relu,elu,smoothRelu,gelu,mish', sizes: '64k'};

interface Options {
  readonly functions: readonly string[] | null;
  readonly sizes: readonly string[] | null;
  readonly budget: number;
  readonly clock: Clock;
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      lanes: {type: 'string'},
      functions: {type: 'string'},
      sizes: {type: 'string'},
      budget: {type: 'string', default: '1'},
      clock: {type: 'string', default: 'wall'},
      quick: {type: 'boolean', default: false},
      save: {type: 'boolean', default: false},
      document: {type: 'boolean', default: false},
      help: {type: 'boolean', default: false},
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.document && !values.save) return document();
  const chosen = {...(values.quick && QUICK), ...values};
  const lanes = listOf(chosen.lanes, [...Object.keys(LANES), ...EXTRAS], '--lanes');
  const options: Options = {
    functions: chosen.functions?.split(',') ?? null,
    sizes: chosen.sizes === undefined ? null : listOf(chosen.sizes, Object.keys(SIZES), '--sizes'),
    budget: Number(values.budget),
    clock: listOf(values.clock, ['wall', 'processor'], '--clock')[0] as Clock,
  };
  if (values.save && options.functions) throw new Error('--save keeps runs of all functions');
  const save = (name: string, results: object) => {
    if (!values.save) return;
    mkdirSync('bench/results', {recursive: true});
    writeFileSync(`bench/results/${name.replaceAll(' ', '-')}.json`, compactJson(results));
  };

  for (const lane of lanes) {
    if (lane === 'package') {
      const onMachine = machine();
      const figures = await measurePackage();
      print(describePackage(figures));
      save(lane, {machine: onMachine(), ...figures} satisfies PackageResults);
    } else if (lane === 'onnxruntime-web') {
      const onMachine = machine();
      if (options.clock === 'processor') useClock(processorTime);
      const rows = await compareWithOnnx(SIZES['1M']!, 2000 * options.budget);
      print(describeOnnx(rows));
      save(lane, {
        machine: onMachine(),
        version: versionOf(lane),
        size: SIZES['1M']!,
        rows,
      } satisfies OnnxResults);
    } else {
      const results = await runLane(lane, options);
      if (results) save(lane, results);
    }
  }
  if (values.document) await document();
}

async function runLane(lane: string, {functions, sizes, budget, clock}: Options): Promise<LaneResults | null> {
  const onMachine = machine();
  const driver = await LANES[lane]!(clock);
  if (!driver) {
    print(`\n*** SKIPPED: ${lane}, which is not there`);
    return null;
  }
  const rows: Row[] = [];
  const counts: LaneResults['counts'][number][] = [];
  print(`\n${lane}\n${HEADER}`);
  try {
    const subjects = await driver.ask('subjects');
    const unknown = functions?.find(name => !subjects.some(subject => subject.name === name));
    if (unknown) throw new Error(`--functions: there is no ${unknown}`);
    for (const {name, kind, learnable} of subjects) {
      if (functions && !functions.includes(name)) continue;
      for (const given of (learnable ? ['numbers', 'channels'] : ['numbers']) satisfies Given[]) {
        for (const size of sizes ?? usualSizes(lane, kind)) {
          const spec = {name, given, size: SIZES[size]!, budget: BUDGETS[size]! * budget};
          const row: Row = {name, kind, given, size: spec.size, times: await driver.ask('time', spec)};
          rows.push(row);
          print(line(row));
        }
        counts.push({name, given, ...(await driver.ask('count', name, given, SIZES['64k']!))});
      }
    }
  } finally {
    await driver.close();
  }
  const results = {lane, clock, machine: onMachine(), rows, counts};
  print(summaryOf(results));
  return results;
}

function listOf(given: string | undefined, allowed: string[], option: string): string[] {
  const list = given?.split(',') ?? allowed;
  const unknown = list.find(each => !allowed.includes(each));
  if (unknown !== undefined) throw new Error(`${option}: ${unknown} is none of ${allowed.join(', ')}`);
  return list;
}

/** A line a row, so that a diff of two runs can be read. */
function compactJson(results: object): string {
  const part = (value: unknown): string =>
    Array.isArray(value) && typeof value[0] === 'object'
      ? `[\n${value.map(each => `    ${JSON.stringify(each)}`).join(',\n')}\n  ]`
      : JSON.stringify(value);
  return `{\n${Object.entries(results)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${part(value)}`)
    .join(',\n')}\n}\n`;
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

// The same bundle runs in the processes that it starts.
const [, , role, backend, clock] = process.argv;
if (role === '--child') await runChild(backend as NodeBackend, clock as Clock);
else if (role === '--install') await runInstall();
else await main();
