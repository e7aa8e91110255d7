/** The part of TeX that formulas of the reference are written in, as a tree: so that a test can compute with them. */

export type Tex =
  | {readonly kind: 'number'; readonly value: number}
  /** `x`, `\alpha`, `p_1`. */
  | {readonly kind: 'symbol'; readonly name: string}
  /** Arithmetic and functions, by the names of `evaluate.ts`. */
  | {readonly kind: 'apply'; readonly name: string; readonly args: readonly Tex[]}
  | {readonly kind: 'cases'; readonly rows: readonly {readonly value: Tex; readonly condition: Tex | null}[]}
  /** `a < b \le c`. */
  | {readonly kind: 'chain'; readonly terms: readonly Tex[]; readonly relations: readonly string[]};

/** One way of writing a function: its value, which may use names that are defined after it. */
export interface Formula {
  readonly value: Tex;
  readonly where: readonly (readonly [name: string, value: Tex])[];
}

/** The ways in which a function is written, one for each choice, which stand apart by `\text{or}`; as TeX. */
export const alternatives = (source: string): string[] => source.split(/,?\s*\\quad\s*\\text\{or\}\s*\\quad\s*/);

/** `f, \quad v = g`: the value, and what it uses, as TeX. */
export function partsOf(source: string): {value: string; where: string[]} {
  const [value, ...where] = source.split(/,\s*\\quad\s*/);
  return {value: value!, where};
}

export function parseFormula(source: string): Formula {
  const {value, where} = partsOf(source);
  return {
    value: parse(value),
    where: where.map(definition => {
      const [name, body] = definition.split(/ = (.*)/s);
      return [symbolName(parse(name!), definition), parse(body!)] as const;
    }),
  };
}

function symbolName(tex: Tex, source: string): string {
  if (tex.kind === 'symbol') return tex.name;
  throw new Error(`Expected a name before = in: ${source}`);
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['\\sigma', '\\Phi', '\\varphi', '\\ln', '\\tanh', '\\sin', '\\cos', '\\max', '\\min', '\\exp'],
  ...['clamp', 'sech'],
]);
const RELATIONS: ReadonlySet<string> = new Set(['<', '>', '\\le', '\\ge']);
/** What ends a product. */
const CLOSING: ReadonlySet<string> = new Set([
  ...[')', '}', ']', '+', '-', ',', '&', '\\\\', '\\end', '|', '\\rvert'],
  ...RELATIONS,
]);
/** Spaces, and signs that only change how things look. */
const IGNORED = /^\\(?:[,;!:]|left|right|bigl|bigr)$/;

export function parse(source: string): Tex {
  const tokens = (
    source.match(/\\text\{[^}]*\}|\\operatorname\{[a-z]+\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[^\s]/g) ?? []
  ).filter(token => !IGNORED.test(token));
  let at = 0;
  const peek = () => tokens[at];
  const fail = (wanted: string): never => {
    throw new Error(`Expected ${wanted} but found ${peek() ?? 'the end'} in the formula: ${source}`);
  };
  const take = (wanted: string) => (peek() === wanted ? tokens[at++]! : fail(wanted));
  const apply = (name: string, ...args: Tex[]): Tex => ({kind: 'apply', name, args});

  const sum = (): Tex => {
    let left: Tex;
    if (peek() === '-') {
      at++;
      left = apply('neg', product());
    } else left = product();
    while (peek() === '+' || peek() === '-') left = apply(tokens[at++]!, left, product());
    return left;
  };
  const product = (): Tex => {
    let left = power();
    for (;;) {
      const next = peek();
      if (next === '\\cdot') {
        at++;
        left = apply('*', left, power());
      } else if (next === '/') {
        at++;
        left = apply('/', left, power());
      } else if (next === undefined || CLOSING.has(next)) return left;
      else left = apply('*', left, power());
    }
  };
  const power = (): Tex => {
    const base = atom();
    if (peek() !== '^') return base;
    at++;
    return apply('^', base, group());
  };
  /** `{...}`, or a single sign. */
  const group = (): Tex => {
    if (peek() !== '{') return atom();
    at++;
    const inside = sum();
    take('}');
    return inside;
  };
  const parenthesised = (open: string, close: string): Tex[] => {
    take(open);
    const args = [sum()];
    while (peek() === ',') {
      at++;
      args.push(sum());
    }
    take(close);
    return args;
  };
  const atom = (): Tex => {
    const token = tokens[at++] ?? fail('a term');
    if (/^\d/.test(token)) return {kind: 'number', value: Number(token)};
    if (token === '(') {
      at--;
      return parenthesised('(', ')')[0]!;
    }
    if (token === '|' || token === '\\lvert') {
      const inside = sum();
      take(token === '|' ? '|' : '\\rvert');
      return apply('abs', inside);
    }
    if (token === '\\frac' || token === '\\tfrac' || token === '\\dfrac') return apply('/', group(), group());
    if (token === '\\sqrt') return apply('sqrt', group());
    if (token === '\\pi') return {kind: 'number', value: Math.PI};
    if (token === '\\begin') return cases();
    const name = /^\\operatorname\{(\w+)\}$/.exec(token)?.[1] ?? token;
    if (FUNCTIONS.has(name)) return call(name);
    if (/^[A-Za-z]$|^\\[A-Za-z]+$/.test(token)) return symbol(token);
    at--;
    return fail('a term');
  };
  const symbol = (token: string): Tex => {
    if (peek() !== '_') return token === 'e' ? {kind: 'number', value: Math.E} : {kind: 'symbol', name: token};
    at++;
    if (peek() !== '{') return {kind: 'symbol', name: `${token}_${tokens[at++]}`};
    const end = tokens.indexOf('}', at);
    const index = tokens.slice(at + 1, end).join('');
    at = end + 1;
    return {kind: 'symbol', name: `${token}_${index}`};
  };
  /** `\sin(x)`, `\sin^2(x)`, `\ln 2`. */
  const call = (name: string): Tex => {
    let exponent: Tex | null = null;
    if (peek() === '^') {
      at++;
      exponent = group();
    }
    const args = peek() === '(' ? parenthesised('(', ')') : [power()];
    const called = apply(name.replace('\\', ''), ...args);
    return exponent ? apply('^', called, exponent) : called;
  };
  const cases = (): Tex => {
    for (const sign of ['{', ...'cases', '}']) take(sign);
    const rows: {value: Tex; condition: Tex | null}[] = [];
    for (;;) {
      const value = sum();
      take('&');
      if (/^\\text\{(else|otherwise)\}$/.test(peek() ?? '')) {
        at++;
        rows.push({value, condition: null});
      } else rows.push({value, condition: chain()});
      if (peek() === '\\\\') at++;
      if (peek() === '\\end') break;
    }
    for (const sign of ['\\end', '{', ...'cases', '}']) take(sign);
    return {kind: 'cases', rows};
  };
  const chain = (): Tex => {
    const terms = [sum()];
    const relations: string[] = [];
    while (RELATIONS.has(peek() ?? '')) {
      relations.push(tokens[at++]!);
      terms.push(sum());
    }
    return {kind: 'chain', terms, relations};
  };

  const result = sum();
  if (at < tokens.length) fail('the end');
  return result;
}
