/**
 * Sweeps every function over at least ten million float32 inputs on cpu and wasm, and prints the worst error of the
 * value and of each derivative to second order, in units in the last place (ULP) of float32; 0.5 is a correct rounding.
 *
 *   npm run sweep [-- --only gelu,mish] [--millions 10]
 *
 * The reference is the same expression in float64 by the primitives' references and JavaScript's Math, which shares no code with
 * the kernels' own routines, but does share the expressions: whether those are right is what the mpmath fixtures say.
 * Within 2^-16 of a zero of a derivative both have lost digits to cancellation: such points are counted apart.
 */
import {runInThisContext} from 'node:vm';
import {build} from 'esbuild';
import tfjs from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';

const source = `
  export * as activations from './src/activations';
  export {trace} from './src/expr/trace';
  export {derive} from './src/expr/derive';
  export {withoutExplicit, topological} from './src/expr/graph';
  export {PRIMITIVES} from './src/expr/primitives';
  export {makeProgram, outputsOf} from './src/expr/program';
  export {run} from './src/kernels/kernel';
  export {rectifiers} from './src/index';
`;
const bundle = await build({
  stdin: {contents: source, resolveDir: process.cwd(), loader: 'ts'},
  bundle: true,
  format: 'esm',
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const ours = await import(`data:text/javascript;base64,${code}`);

const tf = tfjs;
tf.env().set('IS_TEST', true);
// Brings the kernels.
ours.rectifiers(tf);
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const only = option('only', '').split(',').filter(Boolean);
const total = Number(option('millions', '10')) * 1e6;
/** Small enough that what the reference needs of it stays in cache. */
const CHUNK = 1 << 14;

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);
const fromBits = pattern => ((bits[0] = pattern), floats[0]);
const toBits = value => ((floats[0] = value), bits[0]);

/** Half of them spread over all float32 alike, half over those from 2^-14 to 2^8, where functions bend; both signs. */
function inputs(count, offset) {
  const x = new Float32Array(count);
  const [low, high] = [toBits(2 ** -14), toBits(256)];
  for (let i = 0; i < count; i++) {
    // A golden-ratio sequence fills its range evenly, whatever the count.
    const at = ((offset + i) * 0.6180339887498949) % 1;
    const magnitude = i % 2 ? low + at * (high - low) : at * 0x7f800000;
    x[i] = i % 4 < 2 ? fromBits(magnitude) : -fromBits(magnitude);
  }
  return x;
}

const ulpOf = value => 2 ** (Math.floor(Math.log2(Math.max(Math.abs(value), 2 ** -126))) - 23);

/** Parameters: the defaults, and others that are no powers of two. Words and nulls select a graph. */
function settings({params}) {
  const names = Object.keys(params);
  const choices = names.flatMap(name => (params[name].choices ?? []).map(choice => ({[name]: choice})));
  const numbers = vary =>
    Object.fromEntries(
      names.map(name => {
        const {default: value, choices: words, fixed} = params[name];
        return [name, words || fixed || value === null ? value : Math.fround(vary(value))];
      }),
    );
  const sets = [numbers(value => value), numbers(value => 1.7 * value + 0.3)];
  const varied = names.some(name => typeof params[name].default === 'number') ? sets : [sets[0]];
  return choices.length ? choices.map(choice => ({...sets[0], ...choice})) : varied;
}

/** The value and all derivatives to second order, each a program of its own, in x and in the numbers among the values. */
function programs(definition, values) {
  const params = Object.keys(definition.params);
  const numbers = params.filter(name => typeof values[name] === 'number');
  const fixed = Object.fromEntries(params.filter(name => !numbers.includes(name)).map(name => [name, values[name]]));
  const graph = ours.trace(definition.name, params, definition.fn, definition.derivatives, fixed);
  const variables = ['x', ...numbers];
  const outputs = [['f', graph]];
  variables.forEach((v, i) => {
    const first = ours.derive(graph, v);
    outputs.push([`d${v}`, first]);
    for (const w of variables.slice(i)) outputs.push([`d${v} d${w}`, ours.derive(first, w)]);
  });
  const make = ([key, node]) => [key, ours.makeProgram(`Sweep ${definition.name} ${key}`, ['x'], numbers, [node])];
  return {numbers: numbers.map(name => values[name]), programs: outputs.map(make)};
}

/** All outputs in float64, at each x; what they have in common is computed once. */
function reference(outputs, parameters, size) {
  const roots = ours.withoutExplicit(outputs);
  const order = ours.topological(roots);
  const registers = new Map(order.map(node => [node, new Float64Array(size)]));
  const steps = order.flatMap(node => {
    const out = registers.get(node);
    const [a, b, c] = node.args.map(arg => registers.get(arg));
    const name = node.names?.[0];
    if (node.op === 'constant') out.fill(node.value);
    else if (name === 'x') return [x => out.set(x)];
    else if (name) out.fill(parameters[name]);
    else return [elementwise(node.op, out, a, b, c)];
    return [];
  });
  return x => {
    for (const step of steps) step(x);
    return roots.map(root => registers.get(root));
  };
}

/** One loop for each primitive, so that the engine sees one function in it. */
const loops = new Map();
function elementwise(op, out, a, b, c) {
  let loop = loops.get(op);
  if (!loop) {
    const count = ours.PRIMITIVES[op].reference.length;
    const parts = ['a[i]', 'b[i]', 'c[i]'].slice(0, count).join();
    // A loop written out, not a closure: the engine inlines nothing through a shared one.
    const body = `(out, a, b, c) => { for (let i = 0; i < out.length; i++) out[i] = f(${parts}); }`;
    loops.set(op, (loop = runInThisContext(`f => ${body}`)(ours.PRIMITIVES[op].reference)));
  }
  return () => loop(out, a, b, c);
}

/** Counts in `row` how far `got` is from `want`. `near`: the reference beside an x, on both sides. */
function compare(row, backend, limit, x, got, want, near) {
  for (let i = 0; i < x.length; i++) {
    if (got[i] === Math.fround(want[i])) {
      // Rounded correctly; half a unit is the most that this can be off.
      if (got[i] !== want[i] && row.worst[backend] < 0.5) row.worst[backend] = 0.5;
      continue;
    }
    const error = Number.isFinite(want[i] - got[i]) ? Math.abs(got[i] - want[i]) / ulpOf(want[i]) : Infinity;
    if (!(error > row.worst[backend])) continue;
    const [left, right] = near(x[i]);
    if (error > 0.6 && Math.abs(want[i]) < 2 * Math.abs(right - left)) row.zeros++;
    else {
      row.worst[backend] = error;
      row.at = x[i];
      if (!(error <= limit)) row.beyond++;
    }
  }
}

const backends = ['cpu', 'wasm'];
let failures = 0;
for (const definition of Object.values(ours.activations.catalogue)) {
  if (only.length && !only.includes(definition.name)) continue;
  const sets = settings(definition);
  for (const values of sets) {
    const {numbers, programs: all} = programs(definition, values);
    const outputs = all.map(([, program]) => ours.outputsOf(program)[0]);
    const exact = reference(outputs, values, CHUNK);
    const beside = reference(outputs, values, 2);
    const rows = all.map(([key]) => ({key, worst: {cpu: 0, wasm: 0}, at: 0, zeros: 0, beyond: 0}));
    for (let done = 0; done < total / sets.length; done += CHUNK) {
      const x = inputs(CHUNK, done);
      const wanted = exact(x);
      for (const backend of backends) {
        await tf.setBackend(backend);
        const t = tf.tensor1d(x);
        all.forEach(([key, program], which) => {
          const [result] = ours.run(tf, program, [t], numbers, [CHUNK], [[CHUNK]]);
          const near = at => beside(Float32Array.of(at * (1 - 2 ** -16), at * (1 + 2 ** -16)))[which];
          compare(rows[which], backend, key.includes(' ') ? 4 : 1, x, result.dataSync(), wanted[which], near);
          tf.dispose(result);
        });
        tf.dispose(t);
      }
    }
    failures += rows.reduce((sum, {beyond}) => sum + beyond, 0);
    const name = `${definition.name} ${JSON.stringify(values)}`;
    for (const {key, worst, at, zeros, beyond} of rows) {
      const figures = backends.map(backend => `${backend} ${worst[backend].toFixed(4)}`).join('  ');
      const notes = [beyond ? `${beyond} beyond the limit, x = ${at}` : '', zeros ? `${zeros} near a zero` : ''];
      console.log(`${name}  ${key.padEnd(12)} ${figures}  ${notes.filter(Boolean).join(', ')}`);
    }
  }
}
console.log(failures ? `${failures} inputs beyond the limits` : 'all within 1 ULP, second derivatives within 4');
process.exitCode = failures ? 1 : 0;
