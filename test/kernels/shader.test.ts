// The shaders' arithmetic, run in JavaScript with float32 after every operation; the sources in both languages; and what
// a GPU target does where a backend is not as assumed.
import {apply, constant, symbol, type Node} from '../../src/expr/graph';
import {PRIMITIVES, type PrimitiveName} from '../../src/expr/primitives';
import {makeProgram} from '../../src/expr/program';
import {glsl, wgsl} from '../../src/kernels/shader/dialect';
import {emit} from '../../src/kernels/shader/emit';
import {axesOf} from '../../src/kernels/shader/layout';
import {pointwiseSource} from '../../src/kernels/shader/source';
import {onWebGL} from '../../src/kernels/shader/webgl';
import {onWebGPU} from '../../src/kernels/shader/webgpu';
import type {Tf} from '../../src/tf';
import {compileStatements} from '../support/shaderLanguage';
import {ulpDistance} from '../support/ulp';

const x = symbol('x');
const k = symbol('k');

const leaf = (name: string) => (name === 'x' ? 'x0' : 'x1');

/** A graph of x and k as a function, as a shader computes it. */
function shader(node: Node, terms = false): (x: number, k?: number) => number {
  const {statements, values} = emit([node], leaf, () => false, terms);
  const run = compileStatements(statements, values[0]!, ['x0', 'x1']);
  return (at, with_ = 1) => run(Math.fround(at), Math.fround(with_));
}

/** The same with all that a kernel does around it. */
function kernel(node: Node): (x: number, k: number) => number {
  const program = makeProgram('Test', ['x', 'k'], [], [node]);
  const axes = axesOf([8], [[8], [8]], 1);
  const lines = pointwiseSource(
    program,
    node,
    axes,
    i => `y${i}`,
    value => value,
  ).split('\n');
  return compileStatements(lines.slice(0, -1), lines.at(-1)!, ['y0', 'y1']);
}

/** 1500 points: dense around 0, and over all magnitudes that are in `range`. */
const points = (range: number): number[] =>
  Array.from({length: 1500}, (_, i) => {
    const t = ((i * 0.6180339887) % 1) * 2 - 1;
    return Math.fround(i % 2 ? t * Math.min(range, 12) : Math.sign(t) * range ** (3 * Math.abs(t) - 2));
  });

/** The worst distance in ULP, where neither is below the normal range. */
function worst(got: (at: number) => number, want: (at: number) => number, at: readonly number[]): number {
  return Math.max(
    ...at.map(each => {
      const [g, w] = [got(each), Math.fround(want(each))];
      return Math.abs(w) < 1.2e-38 && Math.abs(g) < 1.2e-38 ? 0 : ulpDistance(g, w);
    }),
  );
}

describe('primitives in shaders', () => {
  const domain: {[name in PrimitiveName]?: (at: number) => number} = {
    log: Math.abs,
    log1p: at => (at > -0.99 ? at : -at),
    sqrt: Math.abs,
    rsqrt: Math.abs,
    sin: at => at % 100,
    cos: at => at % 100,
  };
  // A sine of float32 is lost near its roots: there the argument's own rounding is larger.
  const absolute = new Set(['sin', 'cos']);
  const unary = (Object.keys(PRIMITIVES) as PrimitiveName[]).filter(name => PRIMITIVES[name].derivative.length === 1);

  for (const name of unary) {
    test(`${name} to 4 ULP`, () => {
      const at = points(100).map(domain[name] ?? (v => v));
      const got = shader(apply(name, x));
      const want = PRIMITIVES[name].reference;
      if (absolute.has(name)) {
        for (const each of at) expect(Math.abs(got(each) - want(each))).toBeLessThan(2 ** -22);
      } else expect(worst(got, want, at)).toBeLessThanOrEqual(4);
    });

    test(`${name} at 0, at infinities and of NaN`, () => {
      const got = shader(apply(name, x));
      for (const at of [0, Infinity, -Infinity]) {
        if (at < 0 && domain[name] === Math.abs) continue;
        const want = Math.fround(PRIMITIVES[name].reference(at));
        expect([at, Math.abs(got(at) - want) < 1e-7 ? want : got(at)]).toEqual([at, want]);
      }
      expect(kernel(apply(name, x))(NaN, 1)).toBeNaN();
      expect(kernel(apply(name, x))(1, NaN)).toBeNaN();
    });
  }

  test('log1p of -1/2 to 0 in its shorter form, to 2 ULP', () => {
    const below = apply('neg', apply('abs', x));
    const half = apply('mul', constant(0.5), apply('expm1', below));
    const at = points(100);
    expect(
      worst(shader(apply('log1p', half)), each => Math.log1p(Math.expm1(-Math.abs(each)) / 2), at),
    ).toBeLessThanOrEqual(2);
    expect(shader(apply('log1p', half))(-Infinity)).toBeCloseTo(-Math.LN2, 7);
    const long = emit([apply('log1p', apply('mul', constant(0.5), apply('expm1', x)))], leaf, () => false);
    expect(long.statements.join()).toContain('log1pOf');
  });

  test('expm1 is in range as long as its value is', () => {
    const expm1 = shader(apply('expm1', x));
    for (const at of [88.37, 88.5, 88.72283, 88.722839].map(Math.fround)) {
      expect(ulpDistance(expm1(at), Math.fround(Math.expm1(at)))).toBeLessThanOrEqual(2);
    }
    expect(expm1(88.73)).toBe(Infinity);
    expect(expm1(-1e30)).toBe(-1);
  });

  test('hypot to 2 ULP where squares would leave the range, at 0 and at infinities', () => {
    const [got, want] = [shader(apply('hypot', x, k)), PRIMITIVES.hypot.reference];
    for (const side of [0, 1e-30, -0.75, 3, 1e20, 2e38]) {
      const at = points(1e38);
      expect(
        worst(
          each => got(each, side),
          each => want(each, Math.fround(side)),
          at,
        ),
      ).toBeLessThanOrEqual(2);
    }
    expect([got(0, 0), got(-Infinity, 2), got(1, Infinity), got(Infinity, -Infinity)]).toEqual([
      0,
      ...Array<number>(3).fill(Infinity),
    ]);
  });

  test('comparisons and branches', () => {
    const step = shader(apply('where', apply('greater', x, k), x, apply('neg', k)));
    expect([step(1, 2), step(3, 2), step(2, 2)]).toEqual([-2, 3, -2]);
    const order: [PrimitiveName, number[]][] = [
      ['greater', [0, 0, 1]],
      ['greaterEqual', [0, 1, 1]],
      ['less', [1, 0, 0]],
      ['lessEqual', [1, 1, 0]],
    ];
    for (const [name, expected] of order) {
      const compare = shader(apply(name, x, k));
      expect([compare(1, 2), compare(2, 2), compare(3, 2)]).toEqual(expected);
    }
    expect(shader(apply('maximum', x, k))(-3, 2)).toBe(2);
    expect(shader(apply('minimum', x, k))(-3, 2)).toBe(-3);
  });
});

test('an input has its sign although a GPU takes it for 0', () => {
  const sides = ['greater', 'less'] as const;
  const [positive, negative] = sides.map(op => apply(op, x, constant(0)));
  const tiny = 2 ** -149;
  for (const [at, sign] of [
    [tiny, 1],
    [-tiny, -1],
    [0, 0],
    [-0, 0],
    [2, 1],
    [-2, -1],
    [Infinity, 1],
    [-Infinity, -1],
  ] as const) {
    expect(shader(apply('sub', positive!, negative!))(at)).toBe(sign);
    expect(shader(apply('where', positive!, constant(1), constant(2)))(at)).toBe(sign > 0 ? 1 : 2);
    expect(shader(apply('where', negative!, constant(1), constant(2)))(at)).toBe(sign < 0 ? 1 : 2);
  }
  // Of what is computed there is nothing left.
  expect(shader(apply('greater', apply('mul', x, constant(2)), constant(0)))(tiny)).toBe(0);
});

describe('arguments of exponentials keep what rounding takes from them', () => {
  const mul = (a: Node, b: Node) => apply('mul', a, b);
  const cases: [string, Node, (x: number, k: number) => number][] = [
    ['k x', mul(k, x), (x, k) => k * x],
    ['1.702 x', mul(constant(1.702), x), x => 1.702 * x],
    ['x / k', apply('div', x, k), (x, k) => x / k],
    ['-(x^2)', apply('neg', apply('square', x)), x => -x * x],
    ['2 k x', mul(constant(2), mul(k, x)), (x, k) => 2 * k * x],
  ];
  for (const [label, argument, exact] of cases) {
    for (const sharpness of [0.7, 50, 1000]) {
      test(`${label} for k = ${sharpness}`, () => {
        const slope = Math.fround(sharpness);
        const at = points(9).filter(each => Math.abs(exact(each, slope)) < 85);
        for (const name of ['exp', 'sigmoid', 'logisticBell', 'softplus'] as const) {
          const got = shader(apply(name, argument));
          const want = (each: number) => PRIMITIVES[name].reference(exact(each, slope));
          expect([name, worst(each => got(each, slope), want, at) <= 4]).toEqual([name, true]);
        }
      });
    }
  }
});

describe('what is precise has twice the digits', () => {
  const precise = (node: Node) => shader(apply('precise', node));
  const [add, sub, mul] = (['add', 'sub', 'mul'] as const).map(op => (a: Node, b: Node) => apply(op, a, b));
  const [third, tenth] = [1 / 3, 0.1].map(Math.fround) as [number, number];
  const cases: [string, Node, (x: number, k: number) => number][] = [
    ['(x + k) - x', sub!(add!(x, k), x), (_, k) => k],
    ['(k - x) + x', add!(sub!(k, x), x), (_, k) => k],
    ['-(x + k) + x', add!(apply('neg', add!(x, k)), x), (_, k) => -k],
    ['x k - x / 3', sub!(mul!(x, k), mul!(constant(third), x)), (x, k) => x * k - x * third],
    ['1 + k + x - 1 - x', sub!(sub!(add!(add!(constant(1), k), x), constant(1)), x), (_, k) => k],
    [
      'x (k + [x > 0] 0.1 - 0.1)',
      mul!(
        x,
        sub!(add!(k, apply('where', apply('greater', x, constant(0)), constant(tenth), constant(0))), constant(tenth)),
      ),
      (x, k) => x * (k + (x > 0 ? tenth : 0) - tenth),
    ],
  ];
  for (const [label, node, exact] of cases) {
    test(label, () => {
      for (const with_ of [1e-4, third, -0.7, 3].map(Math.fround)) {
        const at = points(100);
        expect(
          worst(
            each => precise(node)(each, with_),
            each => exact(each, with_),
            at,
          ),
        ).toBeLessThanOrEqual(1);
      }
    });
  }

  test('and infinities, and what overflows', () => {
    expect(precise(add!(x, k))(-Infinity, 2)).toBe(-Infinity);
    expect(precise(sub!(k, mul!(x, k)))(Infinity, 2)).toBe(-Infinity);
    expect(precise(mul!(x, k))(3e38, 2)).toBe(Infinity);
    expect(precise(add!(x, k))(3e38, 1e30)).toBe(Math.fround(3e38));
  });

  test('terms of a sum do without', () => {
    const node = apply('precise', sub!(add!(x, k), x));
    expect(emit([node], leaf, () => false, true).statements.length).toBeLessThan(4);
  });
});

describe('what falls out of the range of float32 only for a while', () => {
  const sigmoid = (t: number) => Math.exp(t) / (1 + Math.exp(t));
  const cases: [string, Node, (x: number) => number][] = [
    ['x e^x', apply('mul', x, apply('exp', x)), at => at * Math.exp(at)],
    ['x s(x)', apply('mul', x, apply('sigmoid', x)), at => at * sigmoid(at)],
    [
      'x (s(x) + x s(x) s(-x))',
      apply('mul', x, apply('add', apply('sigmoid', x), apply('mul', x, apply('logisticBell', x)))),
      at => at * (sigmoid(at) + at * sigmoid(at) * sigmoid(-at)),
    ],
    ['x tanh(softplus(x))', apply('mul', x, apply('tanh', apply('softplus', x))), at => at * Math.exp(at)],
    ['softplus(x) / 0.01', apply('div', apply('softplus', x), constant(0.01)), at => Math.log1p(Math.exp(at)) / 0.01],
  ];
  for (const [label, node, exact] of cases) {
    test(label, () => {
      const at = Array.from({length: 200}, (_, i) => Math.fround(-84 - i * 0.035));
      expect(worst(shader(node), exact, at)).toBeLessThanOrEqual(8);
      expect(shader(node)(-Infinity)).toBeCloseTo(0, 40);
    });
  }

  test('terms of a sum do without', () => {
    const node = apply('mul', x, apply('exp', apply('mul', k, x)));
    const length = (terms: boolean) => emit([node], leaf, () => false, terms).statements.length;
    expect(length(true)).toBeLessThan(length(false));
    expect(shader(node, true)(-2, 3)).toBeCloseTo(-2 * Math.exp(-6), 7);
  });
});

test('0 times an infinite x is 0 where the 0 is a limit or a parameter', () => {
  expect(shader(apply('mul', k, x))(-Infinity, 0)).toBe(0);
  expect(shader(apply('sigmoid', apply('mul', k, x)))(Infinity, 0)).toBe(0.5);
  expect(shader(apply('mul', x, apply('logisticBell', x)))(Infinity)).toBe(0);
  expect(shader(apply('mul', apply('square', x), apply('sigmoid', x)))(-Infinity)).toBe(0);
});

describe('the two languages', () => {
  const node = apply('add', apply('sigmoid', apply('mul', k, x)), apply('log', apply('abs', x)));
  const program = makeProgram('Test', ['x'], ['k'], [node]);
  const code = pointwiseSource(
    program,
    node,
    [],
    i => `at(t${i}, 0)`,
    value => `setOutput(${value});`,
  );

  test('GLSL: macros, and only the functions that are called', () => {
    const source = glsl(code);
    expect(source).toContain('#define V vec4');
    expect(source).toContain('V sigmoidOf(V t, V e) {');
    expect(source).not.toContain('tanhOf');
  });

  test('WGSL: its own syntax, uniforms by their struct', () => {
    const source = wgsl(code, 1, ['zero', 'p0']);
    expect(source).toContain('alias V = f32;');
    expect(source).toContain('fn sigmoidOf(t: V, e: V) -> V {');
    expect(source).toContain('uniforms.zero');
    expect(source).toContain('V(uniforms.p0)');
    expect(source).not.toMatch(/\b[VIB] \w+ = /);
  });

  test('equal expressions are one statement', () => {
    const twice = apply('add', apply('sigmoid', x), apply('mul', constant(2), apply('logisticBell', x)));
    const {statements} = emit([twice], leaf, () => false);
    expect(statements.filter(each => each.includes('expRest('))).toHaveLength(1);
    expect(new Set(statements.map(each => each.split(' = ')[1])).size).toBe(statements.length);
  });
});

describe('axes', () => {
  test('neighbours that all tensors treat alike are one', () => {
    expect(axesOf([2, 3, 4], [[2, 3, 4]], 1)).toEqual([{size: 24, own: [true]}]);
    expect(axesOf([2, 3, 4], [[2, 3, 4], [4]], 1)).toEqual([
      {size: 6, own: [true, false]},
      {size: 4, own: [true, true]},
    ]);
    expect(axesOf([5, 1, 3], [[5, 1, 3], []], 1)).toEqual([{size: 15, own: [true, false]}]);
    expect(axesOf([], [[]], 2)).toEqual([]);
  });

  test('the last two are counted in units', () => {
    expect(axesOf([7, 5, 3], [[7, 5, 3], [3]], 2)).toEqual([
      {size: 21, own: [true, false]},
      {size: 2, own: [true, true]},
    ]);
  });
});

describe('a backend that is not as assumed', () => {
  const program = makeProgram('Test', ['x'], [], [apply('exp', x)]);
  const attributes = {program, uniforms: [], full: [2], shapes: [[2]]};
  const tensor = {dataId: {}, shape: [2], dtype: 'float32'} as never;
  const fake = (backend: object, version = 2) =>
    ({
      backend: () => backend,
      env: () => ({getNumber: (flag: string) => (flag === 'WEBGL_VERSION' ? version : 16)}),
    }) as never as Tf;

  test('without its run function, or on WebGL 1: null, so that stock ops do it', () => {
    expect(onWebGL(fake({}), [tensor], attributes)).toBeNull();
    expect(onWebGPU(fake({}), [tensor], attributes)).toBeNull();
    const runWebGLProgram = () => {
      throw new Error('not to be called');
    };
    expect(onWebGL(fake({runWebGLProgram}, 1), [tensor], attributes)).toBeNull();
  });

  test('which throws: null, and it is not asked again for that kernel', () => {
    for (const [target, name] of [
      [onWebGL, 'runWebGLProgram'],
      [onWebGPU, 'runWebGPUProgram'],
    ] as const) {
      let calls = 0;
      const backend = {
        [name]: () => {
          calls++;
          throw new Error('Failed to compile');
        },
      };
      const tf = fake(backend);
      expect(target(tf, [tensor], attributes)).toBeNull();
      expect(target(tf, [tensor], attributes)).toBeNull();
      expect(calls).toBe(1);
    }
  });

  test('with more inputs than it takes: null', () => {
    const many = Array.from({length: 9}, () => tensor);
    const sumOf = (count: number) => {
      const names = many.slice(0, count).map((_, i) => `a${i}`);
      const sum = names.map(symbol).reduce((a, b) => apply('add', a, b));
      return {...attributes, program: makeProgram('Wide', names, [], [sum])};
    };
    const backend = () => fake({runWebGPUProgram: () => tensor});
    expect(onWebGPU(backend(), many, sumOf(9))).toBeNull();
    expect(onWebGPU(backend(), many.slice(0, 7), sumOf(7))).not.toBeNull();
    // Slices of one tensor are one input.
    const stack = {dataId: {}, shape: [9, 2], dtype: 'float32'} as never;
    const stacks = {inputs: [9], outputs: [0]};
    expect(onWebGPU(backend(), [stack], {...sumOf(9), stacks})).not.toBeNull();
  });
});
