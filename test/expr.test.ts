// Expression graphs: every primitive against its own numbers, folding, explicit derivatives, programs as plain data.
import {derive} from '../src/expr/derive';
import {apply, constant, explicit, symbol, topological, withoutExplicit, type Node} from '../src/expr/graph';
import {PRIMITIVES, type PrimitiveName} from '../src/expr/primitives';
import {gradientProgram, makeProgram, outputsOf} from '../src/expr/program';
import {trace, type Expression} from '../src/expr/trace';
import {interpret} from '../src/kernels/interpret';

/** The value of a graph in float64. */
function evaluate(node: Node, at: Record<string, number>): number {
  const values = new Map<Node, number>();
  for (const each of topological(withoutExplicit([node]))) {
    if (each.op === 'constant') values.set(each, each.value!);
    else if (each.op === 'symbol') values.set(each, at[each.names![0]!]!);
    else values.set(each, PRIMITIVES[each.op as PrimitiveName].reference(...each.args.map(arg => values.get(arg)!)));
  }
  return values.get(withoutExplicit([node])[0]!)!;
}

const NAMES = ['a', 'b', 'c'];
const arity = (name: PrimitiveName) => PRIMITIVES[name].derivative.length;
const symbols = (name: PrimitiveName) => NAMES.slice(0, arity(name)).map(symbol);

describe('primitives', () => {
  // Off kinks, inside every domain, of both signs where the domain has both.
  const points = [0.37, 1.9, 4.2];
  const positiveOnly: PrimitiveName[] = ['sqrt', 'rsqrt', 'log'];

  for (const name of Object.keys(PRIMITIVES) as PrimitiveName[]) {
    test(`${name}: derivatives to third order are those of its values`, () => {
      const values = positiveOnly.includes(name) ? points : [...points, ...points.map(v => -v / 5)];
      for (const variable of NAMES.slice(0, arity(name))) {
        let node = apply(name, ...symbols(name));
        for (let order = 1; order <= 3; order++) {
          const derived = derive(node, variable);
          values.forEach((value, i) => {
            const at = {
              a: values[(i + 1) % values.length]!,
              b: values[(i + 2) % values.length]!,
              c: 0.7,
              [variable]: value,
            };
            const h = 1e-5;
            const difference =
              (evaluate(node, {...at, [variable]: value + h}) - evaluate(node, {...at, [variable]: value - h})) /
              (2 * h);
            const got = evaluate(derived, at);
            const close = Math.abs(got - difference) <= 1e-8 * Math.max(1, Math.abs(difference)) * 10 ** order;
            expect([name, variable, order, at, close ? 'close' : `${got} for ${difference}`]).toEqual([
              name,
              variable,
              order,
              at,
              'close',
            ]);
          });
          node = derived;
        }
      }
    });
  }

  test('the normal distribution and the error function keep their relative accuracy in the tails', () => {
    // By mpmath with 50 digits.
    const table: Partial<Record<PrimitiveName, [number, number][]>> = {
      erf: [
        [-5.5, -0.9999999999999927],
        [-1.25, -0.9229001282564583],
        [-0.5, -0.5204998778130465],
        [-0.25, -0.27632639016823696],
        [1e-9, 1.1283791670955127e-9],
        [0.3, 0.3286267594591274],
        [0.49999, 0.5204910899433182],
        [0.75, 0.7111556336535151],
        [1.5, 0.9661051464753108],
        [3, 0.9999779095030014],
        [5.5, 0.9999999999999927],
      ],
      erfc: [
        [-5.5, 1.9999999999999927],
        [-0.5, 1.5204998778130465],
        [1e-9, 0.9999999988716208],
        [0.3, 0.6713732405408726],
        [0.75, 0.28884436634648486],
        [1.5, 0.033894853524689274],
        [3, 2.209049699858544e-5],
        [5.9, 7.190409783550478e-17],
        [10.3, 4.5947618530992265e-48],
        [20.7, 2.2085481102488885e-188],
        [26.1, 3.081217493314593e-298],
      ],
      normalCdf: [
        [-37.3, 8.205494844930773e-305],
        [-25.2, 2.0028315195580093e-140],
        [-13.1, 1.646288306950874e-39],
        [-5.5, 1.8989562465887718e-8],
        [-1.25, 0.10564977366685525],
        [-0.1, 0.460172162722971],
        [1e-9, 0.5000000003989423],
        [0.3, 0.6179114221889527],
        [2.5, 0.9937903346742238],
        [7, 0.9999999999987201],
      ],
      normalPdf: [
        [-37.3, 3.062846290695667e-303],
        [-13.1, 2.1690624002606566e-38],
        [-1.25, 0.18264908538902191],
        [0, 0.3989422804014327],
        [0.3, 0.3813878154605241],
        [20.7, 3.5932612209698675e-94],
        [38, 1.097221052e-314],
      ],
    };
    for (const [name, rows] of Object.entries(table) as [PrimitiveName, [number, number][]][]) {
      for (const [at, want] of rows) {
        const got = PRIMITIVES[name].reference(at);
        expect([name, at, Math.abs(got / want - 1) < 4e-15 ? 'close' : `${got} for ${want}`]).toEqual([
          name,
          at,
          'close',
        ]);
      }
    }
  });

  test('limits and NaN of the references', () => {
    const {softplus, sigmoid, logisticBell, logisticEntropy, sign, erf, erfc, normalCdf, normalPdf, sin, rsqrt} =
      PRIMITIVES;
    const at = (f: {reference: (...a: number[]) => number}) =>
      [-Infinity, -1e60, 0, 1e60, Infinity, NaN].map(v => f.reference(v));
    expect(at(softplus)).toEqual([0, 0, Math.LN2, 1e60, Infinity, NaN]);
    expect(at(sigmoid)).toEqual([0, 0, 0.5, 1, 1, NaN]);
    expect(at(logisticBell)).toEqual([0, 0, 0.25, 0, 0, NaN]);
    expect(at(logisticEntropy)).toEqual([0, 0, Math.LN2, 0, 0, NaN]);
    expect(at(sign)).toEqual([-1, -1, -1, 1, 1, NaN]);
    expect(at(erf)).toEqual([-1, -1, 0, 1, 1, NaN]);
    expect(at(erfc)).toEqual([2, 2, 1, 0, 0, NaN]);
    expect(at(normalCdf)).toEqual([0, 0, 0.5, 1, 1, NaN]);
    expect(at(normalPdf)).toEqual([0, 0, 1 / Math.sqrt(2 * Math.PI), 0, 0, NaN]);
    expect(at(sin)).toEqual([NaN, NaN, 0, NaN, NaN, NaN]);
    expect(at(rsqrt)).toEqual([NaN, NaN, Infinity, 1 / Math.sqrt(1e60), 0, NaN]);
  });
});

describe('graphs', () => {
  const [x, k] = [symbol('x'), symbol('k')];

  test('equal expressions are one node', () => {
    expect(apply('mul', x, k)).toBe(apply('mul', symbol('x'), symbol('k')));
    expect(apply('mul', x, k)).not.toBe(apply('mul', k, x));
    expect(constant(0)).not.toBe(constant(-0));
  });

  test('folding', () => {
    const [zero, one] = [constant(0), constant(1)];
    expect(apply('add', x, zero)).toBe(x);
    expect(apply('sub', zero, x)).toBe(apply('neg', x));
    expect(apply('neg', apply('neg', x))).toBe(x);
    expect(apply('mul', x, one)).toBe(x);
    expect(apply('mul', zero, x)).toBe(zero);
    expect(apply('mul', x, constant(-1))).toBe(apply('neg', x));
    expect(apply('mul', constant(2), apply('mul', constant(3), x))).toBe(apply('mul', constant(6), x));
    expect(apply('div', apply('mul', k, x), k)).toBe(x);
    // x may be 0 or infinite, so x k / x is not k.
    expect(apply('div', apply('mul', k, x), x)).not.toBe(k);
    expect(apply('where', apply('greater', x, zero), k, k)).toBe(k);
    expect(apply('exp', zero)).toBe(one);
    expect(apply('hypot', x, zero)).toBe(apply('abs', x));
    expect(apply('greater', apply('neg', x), zero)).toBe(apply('less', x, zero));
    expect(apply('less', apply('abs', x), zero)).toBe(zero);
    expect(apply('less', apply('abs', x), one)).not.toBe(zero);
  });

  test('the derivative of a branch selects, and is that of the piece chosen at the kink', () => {
    const relu = apply('where', apply('greater', x, constant(0)), x, constant(0));
    expect(derive(relu, 'x')).toBe(apply('where', apply('greater', x, constant(0)), constant(1), constant(0)));
    expect(evaluate(derive(relu, 'x'), {x: 0})).toBe(0);
    // The branch not taken is infinite there; a mask would make it NaN.
    const guarded = apply('where', apply('greater', x, constant(0)), apply('log', x), x);
    expect(evaluate(derive(guarded, 'x'), {x: 0})).toBe(1);
  });

  test('a derivative given by hand is taken, and derived further', () => {
    const given = apply('mul', constant(7), apply('mul', x, k));
    const node = explicit(apply('exp', apply('mul', x, k)), {k: given});
    expect(derive(node, 'k')).toBe(given);
    expect(derive(derive(node, 'k'), 'x')).toBe(apply('mul', constant(7), k));
    expect(evaluate(derive(node, 'x'), {x: 0, k: 3})).toBe(3);
  });
});

describe('tracing', () => {
  const x = symbol('x');

  test('clip is constant on the closed outside, pow squares, whole powers only', () => {
    const clip = trace('clip', ['low', 'high'], (t, {low, high}) => t.clipByValue(low!, high!));
    const slopes = (of: string) => [-2, -1, 0, 3, 4].map(v => evaluate(derive(clip, of), {x: v, low: -1, high: 3}));
    expect(slopes('x')).toEqual([0, 0, 1, 0, 0]);
    expect(slopes('low')).toEqual([1, 1, 0, 0, 0]);
    expect(slopes('high')).toEqual([0, 0, 0, 1, 1]);
    for (const n of [-3, -1, 0, 1, 2, 5, 10]) {
      expect(
        evaluate(
          trace('p', [], t => t.pow(n)),
          {x: -1.5},
        ),
      ).toBeCloseTo((-1.5) ** n, 12);
    }
    expect(() => trace('p', [], t => t.pow(0.5))).toThrow(/pow received 0.5; allowed are whole numbers/);
  });

  test('compositions of the chain', () => {
    const at = (fn: (t: Expression) => Expression, v: number) => evaluate(trace('c', [], fn), {x: v});
    expect([-2, 0, 2].map(v => at(t => t.relu(), v))).toEqual([0, 0, 2]);
    expect([-2, 3, 7].map(v => at(t => t.relu6(), v))).toEqual([0, 3, 6]);
    expect([-2, 2].map(v => at(t => t.leakyRelu(), v))).toEqual([-0.4, 2]);
    expect([-2, 0, 2].map(v => at(t => t.step(0.5), v))).toEqual([0.5, 0.5, 1]);
    expect(at(t => t.elu(), -1)).toBe(Math.expm1(-1));
    expect(at(t => t.selu(), -1)).toBeCloseTo(-1.1113307378125625, 14);
    expect(at(t => t.logSigmoid(), -800)).toBe(-800);
    expect(at(t => t.reciprocal(), 4)).toBe(0.25);
    expect(at(t => t.squaredDifference(1), 4)).toBe(9);
  });

  test('derivatives given inside the chain are those of that piece', () => {
    const node = trace('w', ['k'], (t, {k}) =>
      t
        .mul(k!)
        .withDerivatives({x: t.mul(7)})
        .mul(2),
    );
    expect(derive(node, 'x')).toBe(apply('mul', constant(14), x));
    expect(derive(node, 'k')).toBe(apply('mul', constant(2), x));
  });

  test('errors name the function and what is near', () => {
    const run = (fn: unknown) => () => trace('bump', ['k'], fn as never);
    expect(run((x: {softPlus: () => unknown}) => x.softPlus())).toThrow(/'bump' calls .softPlus\(\).*'softplus'/);
    expect(run(() => undefined)).toThrow(/returned undefined; it must return an expression/);
    expect(run((x: {mul: (v: unknown) => unknown}) => x.mul('2'))).toThrow(/mul received '2'.*finite numbers/);
    expect(run((x: {mul: (v: unknown) => unknown}) => x.mul(NaN))).toThrow(/mul received NaN/);
  });
});

describe('programs', () => {
  const program = makeProgram(
    'Test',
    ['x', 'k'],
    ['a'],
    [trace('f', ['k', 'a'], (x, {k, a}) => x.mul(k!).softplus().mul(a!), {k: x => x.mul(5)})],
  );
  const inputs = [
    {values: [-1, 0.5, 2, Infinity], shape: [4]},
    {values: [2], shape: [1]},
  ];
  const run = (each: typeof program, more: typeof inputs = []) =>
    interpret(each, [...more, ...inputs], [3], [4], [[4]]).map(values => Array.from(values));

  test('are plain data: after JSON they give the same values and derivatives', () => {
    const copy = JSON.parse(JSON.stringify(program)) as typeof program;
    expect(outputsOf(copy)).toEqual(outputsOf(program));
    expect(run(copy)).toEqual(run(program));
    const dy = [{values: [1, 1, 1, 1], shape: [4]}];
    for (const wrt of [0, 1])
      expect(run(gradientProgram(copy, [wrt]), dy)).toEqual(run(gradientProgram(program, [wrt]), dy));
    // The derivative given by hand came along.
    expect(run(gradientProgram(copy, [1]), dy)[0]).toEqual([-5, 2.5, 10, Infinity]);
  });

  test('derived programs are kept', () => {
    expect(gradientProgram(program, [0])).toBe(gradientProgram(program, [0]));
    expect(gradientProgram(program, [0]).inputs).toEqual(['$0', 'x', 'k']);
    expect(gradientProgram(gradientProgram(program, [0]), [1, 2]).inputs).toEqual(['$1', '$0', 'x', 'k']);
  });
});
