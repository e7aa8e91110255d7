// Runs what shaders are made of, the language of src/kernels/shader/library.ts, in JavaScript: float32 after every
// operation, int32 for integers. So the shaders' arithmetic is tested where there is no GPU.
import {functionsFor} from '../../src/kernels/shader/library';

type Type = 'V' | 'I' | 'B' | 'U';
interface Typed {
  readonly type: Type;
  readonly js: string;
}

const float = new Float32Array(1);
const int = new Int32Array(float.buffer);
const RUNTIME = {
  round: Math.fround,
  asI: (v: number) => ((float[0] = v), int[0]!),
  asV: (v: number) => ((int[0] = v), float[0]!),
  /** Shaders flush what is below the normal range. */
  flush: (v: number) => (Math.abs(v) < 2 ** -126 ? 0 : Math.fround(v)),
};

const TYPES: Readonly<Record<string, Type>> = {
  asI: 'I',
  asV: 'V',
  floor: 'V',
  abs: 'V',
  sqrt: 'V',
  lt: 'B',
  le: 'B',
  gt: 'B',
  ge: 'B',
  lti: 'B',
  gti: 'B',
};
const CALLS: Readonly<Record<string, (...args: string[]) => string>> = {
  asI: a => `asI(${a})`,
  asV: a => `asV(${a})`,
  V: a => `round(${a})`,
  I: a => `Math.trunc(${a})`,
  U: a => a,
  sel: (c, a, b) => `(${c} ? ${a} : ${b})`,
  floor: a => `Math.floor(${a})`,
  abs: a => `Math.abs(${a})`,
  sqrt: a => `round(Math.sqrt(${a}))`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  clamp: (a, b, c) => `Math.min(Math.max(${a}, ${b}), ${c})`,
  lt: (a, b) => `(flush(${a}) < flush(${b}))`,
  le: (a, b) => `(flush(${a}) <= flush(${b}))`,
  gt: (a, b) => `(flush(${a}) > flush(${b}))`,
  ge: (a, b) => `(flush(${a}) >= flush(${b}))`,
  lti: (a, b) => `(${a} < ${b})`,
  gti: (a, b) => `(${a} > ${b})`,
};
const LEVELS = [['^'], ['&'], ['>>'], ['+', '-'], ['*', '/']];

/** An expression as JavaScript, its types checked as GLSL and WGSL check them. */
function translate(text: string, names: ReadonlyMap<string, Type>): Typed {
  const tokens = text.match(/[\d.]+(?:e[+-]?\d+)?|\w+|>>|[-+*/&^(),]/g) ?? [];
  let at = 0;
  const expect = (token: string) => {
    if (tokens[at++] !== token)
      throw new Error(`expected ${token} at ${tokens.slice(at - 3, at + 3).join(' ')} in ${text}`);
  };
  const binary = (level: number): Typed => {
    if (level === LEVELS.length) return unary();
    let left = binary(level + 1);
    while (LEVELS[level]!.includes(tokens[at]!)) {
      const operator = tokens[at++]!;
      const right = binary(level + 1);
      if (operator !== '>>' && left.type !== right.type) {
        throw new Error(`${left.type} ${operator} ${right.type} in ${text}`);
      }
      const plain =
        operator === '*' && left.type === 'I'
          ? `Math.imul(${left.js}, ${right.js})`
          : `${left.js} ${operator} ${right.js}`;
      left = {type: left.type, js: left.type === 'V' ? `flush(${plain})` : `(${plain} | 0)`};
    }
    return left;
  };
  const unary = (): Typed => {
    const token = tokens[at++]!;
    if (token === '-') {
      const {type, js} = unary();
      return {type, js: `(-${js})`};
    }
    if (token === '(') {
      const inner = binary(0);
      expect(')');
      return {type: inner.type, js: `(${inner.js})`};
    }
    if (/^[\d.]/.test(token)) return {type: 'V', js: token};
    if (tokens[at] !== '(') {
      const type = names.get(token);
      if (!type) throw new Error(`${token} is unknown in ${text}`);
      return {type, js: token};
    }
    expect('(');
    const args: Typed[] = [];
    while (tokens[at] !== ')') {
      args.push(binary(0));
      if (tokens[at] === ',') at++;
    }
    expect(')');
    const js = CALLS[token]?.(...args.map(arg => arg.js)) ?? `${token}(${args.map(arg => arg.js).join(', ')})`;
    if (token === 'V' || token === 'I' || token === 'U') return {type: token, js};
    if (token === 'sel') return {type: args[1]!.type, js};
    return {type: TYPES[token] ?? names.get(`${token}()`) ?? args[0]!.type, js};
  };
  const result = binary(0);
  if (at !== tokens.length) throw new Error(`${tokens.slice(at).join(' ')} is left of ${text}`);
  return result;
}

/** Compiles statements that define `result` from the given names into a function of them. */
export function compileStatements(
  statements: readonly string[],
  result: string,
  inputs: readonly string[],
): (...values: number[]) => number {
  const names = new Map<string, Type>([['zero', 'I']]);
  const lines: string[] = ['const zero = 0;'];
  const define = (statement: string, scope: Map<string, Type>): string => {
    const [, type, name, expression] = /^([VIB]) (\w+) = (.*)$/.exec(statement.trim())!;
    const {type: found, js} = translate(expression!, scope);
    if (found !== type) throw new Error(`${statement}: it is ${found}`);
    scope.set(name!, type as Type);
    return `const ${name} = ${js};`;
  };
  for (const source of functionsFor([...statements, result].join('\n'))
    .split('\n')
    .filter(Boolean)) {
    const [, type, name, parameters, body] = /^(\w) (\w+)\((.*?)\) \{(.*)\}$/.exec(source)!;
    const scope = new Map(names);
    const list = parameters!.split(', ').filter(Boolean);
    for (const parameter of list) scope.set(parameter.slice(2), parameter[0] as Type);
    const code = body!
      .split(';')
      .map(each => each.trim())
      .filter(Boolean)
      .map(each =>
        each.startsWith('return ') ? `return ${translate(each.slice(7), scope).js};` : define(each, scope),
      );
    lines.push(`const ${name} = (${list.map(each => each.slice(2)).join(', ')}) => { ${code.join(' ')} };`);
    names.set(`${name}()`, type as Type);
  }
  for (const input of inputs) names.set(input, 'V');
  const body = statements.map(statement => define(statement.replace(/;$/, ''), names));
  const {js} = translate(result, names);
  const code = `${lines.join('\n')}\nreturn (${inputs.join(', ')}) => { ${body.join('\n')} return ${js}; };`;
  const make = new Function(...Object.keys(RUNTIME), code) as (...args: unknown[]) => (...values: number[]) => number;
  return make(...Object.values(RUNTIME));
}
