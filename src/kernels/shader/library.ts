/**
 * Arithmetic for shaders that trusts neither the driver's exp, log, tanh and sin, which are off by up to 1e7 ULP, nor the
 * compiler's leaving the order of operations alone.
 *
 * Written once for GLSL and WGSL, in what both share: V is a float or a vector of them, I the same of int, B of bool,
 * `asI` and `asV` look at bits, `sel(c, a, b)` is a where c holds, and `zero` is a uniform integer that is 0, which no
 * compiler knows. Coefficients, low order first, minimise the largest relative error with float32 coefficients.
 */

const horner = (x: string, coefficients: readonly number[]): string =>
  coefficients
    .slice(0, -1)
    .reduceRight((sum, coefficient) => `(${sum} * ${x} + ${literal(coefficient)})`, literal(coefficients.at(-1)!));

/** A float32 as a literal. Infinities and NaN are no constants in WGSL: they are made of bits when it runs. */
export function literal(value: number): string {
  const rounded = Math.fround(value);
  if (Number.isNaN(rounded)) return 'nan()';
  if (!Number.isFinite(rounded)) return rounded > 0 ? 'inf()' : '(-inf())';
  const digits = Object.is(rounded, -0) ? '-0' : String(Number(rounded.toPrecision(9)));
  return `V(${/[.e]/.test(digits) ? digits : `${digits}.`})`;
}

/** x = n ln 2 + r: e^r - 1 is r + r^2 Q(r). */
const EXP = [0.49999997, 0.16666542, 0.0416674316, 0.00836687628, 0.00138718798];
/** ln(1 + e) = e + e^2 P(e) on [0, 1]. */
const LOG1P = [
  -0.499999315, 0.333304703, -0.24958156, 0.196931824, -0.153490216, 0.106697984, -0.0575585775, 0.0201483499,
  -0.00330601609,
];
/** ln(1 + u) = u + u^2 P(u) on [-1/2, 0]. */
const LOG1P_BELOW = [
  -0.500000894, 0.333263248, -0.251868635, 0.175874531, -0.34006843, -0.592270017, -1.97093475, -2.47645473,
  -1.74344373,
];
/** ln(1 + f) = f - f^2/2 + f^3 P(f) for 1 + f in [sqrt 1/2, sqrt 2). */
const LOG = [
  0.333333313, -0.250008285, 0.200012788, -0.166231126, 0.142002031, -0.131610543, 0.127741694, -0.0764877945,
];
/** tanh t = t + t^3 P(t^2) for |t| < 0.625. */
const TANH = [-0.333332598, 0.133308291, -0.0536879115, 0.0204690564, -0.0055147768];
const SIN = [-0.166666538, 0.00833210628, -0.000195078814];
const COS = [0.0416666456, -0.00138873048, 2.44314251e-5];
/** Phi(t) = 1/2 + t P(t^2) for |t| < 1. */
const CDF = [0.398942292, -0.0664909109, 0.00997756608, -0.00119786034, 0.000126340921, -1.26862897e-5];
/** erf t = t P(t^2) for |t| < 0.7. */
const ERF = [1.12837917, -0.376126285, 0.112835454, -0.0268447483, 0.00513883503, -0.000695498293];
/** Mills's ratio, the upper tail over the density without its 1/sqrt(2 pi), is w P(w), w = 1/(t + 3.75). */
const MILLS = [
  0.399001062, 1.49101043, 5.39509773, 12.7687149, 94.3815308, -278.043427, 2102.47412, -5415.16504, 4439.08105,
];

const SOURCES = `
V bar(V x) { return asV(asI(x) ^ I(zero)); }
V inf() { return asV(I(2139095040) ^ I(zero)); }
V nan() { return asV(I(2143289344) ^ I(zero)); }
V head(V x) { return asV(asI(x) & I(-4096)); }
I order(V x) { I i = asI(x); return (i & I(2147483647)) * (max(min(i, I(0)), I(-1)) * I(2) + I(1)); }
B isZero(V x) { return lti(asI(x) & I(2147483647), I(8388608)); }
V productRest(V a, V b, V p) { V ah = head(a); V al = a - ah; V bh = head(b); V bl = b - bh; return bar(ah * bh - p) + (ah * bl + al * bh) + al * bl; }
V sumRest(V a, V b, V s) { V t = bar(s - a); return bar(a - bar(s - t)) + bar(b - t); }
V scale(V p, V n) { I b = asI(p) + I(n) * I(8388608); return sel(lti(b, I(8388608)), V(0.), asV(b)); }
V lower(V m, V n) { I b = asI(m); I d = I(n) * I(8388608); return sel(gti(b & I(2139095040), d), asV(b - d), V(0.)); }
V expWhole(V x) { return floor(x * V(1.44269502) + V(.5)); }
V expRest(V x, V lo, V n) { V r = bar(x - n * V(.693145752)) - n * V(1.42860677e-6) + lo; return r + r * r * ${horner('r', EXP)}; }
V expFull(V x, V r, V n) { return sel(gt(x, V(88.7228394)), inf(), scale(V(1.) + r, n)); }
V expm1(V x, V r, V n) { V h = scale(V(.5), n); V y = bar(h * r + (h - V(.5))); return sel(gt(x, V(88.7228394)), inf(), y + y); }
V logOf(V a) { I b = asI(a); I n = (b - I(1060439283)) >> U(23); V f = asV(b - n * I(8388608)) - V(1.); V k = V(n); V r = k * V(.693359375) + (f - (V(.5) * f * f - f * f * f * ${horner('f', LOG)} + k * V(2.12194440e-4))); return sel(gti(b, I(2139095039)), a, sel(isZero(a), -inf(), sel(lt(a, V(0.)), nan(), r))); }
V log1pOf(V a) { V u = bar(V(1.) + a); V r = logOf(u) + bar(a - bar(u - V(1.))) / sel(isZero(u), V(1.), u); return sel(lt(abs(a), V(1e30)), r, logOf(a)); }
V hypotOf(V a, V b) { V m = max(a, b); V q = min(min(a, b), V(3.4028234e38)) / max(m, V(1.17549435e-38)); return m * sqrt(V(1.) + q * q); }
V log1pUnit(V e) { return e + e * e * ${horner('e', LOG1P)}; }
V log1pBelow(V u) { return u + u * u * ${horner('u', LOG1P_BELOW)}; }
V softplusOf(V t, V lo, V e) { return sel(gt(t, V(0.)), t + lo, V(0.)) + log1pUnit(e); }
V sigmoidOf(V t, V e) { V q = V(1.) / (V(1.) + e); return sel(lt(t, V(0.)), e * q, q); }
V bellOf(V e) { V q = V(1.) / (V(1.) + e); return e * q * q; }
V entropyOf(V t, V e) { return log1pUnit(e) + min(abs(t), V(150.)) * (e / (V(1.) + e)); }
V tanhOf(V t, V e) { V u = t * t; V big = V(1.) - (e + e) / (V(1.) + e); return sel(lt(abs(t), V(.625)), t + t * (u * ${horner('u', TANH)}), sel(lt(t, V(0.)), -big, big)); }
V tanhSoftplus(V t, V e) { B left = lt(t, V(0.)); V n = sel(left, e * (e + V(2.)), V(1.) + (e + e)); return n / (n + sel(left, V(2.), V(2.) * e * e)); }
V turns(V x) { return floor(x * V(.636619772) + V(.5)); }
V wave(V x, V lo, V n, V shift) { V r = clamp(bar(bar(bar(x - n * V(1.5703125)) - n * V(4.83751297e-4)) - n * V(7.54953362e-8)) - n * V(2.56334407e-12) + lo, V(-.8), V(.8)); V m = n + shift; V q = m - V(4.) * floor(m * V(.25)); V u = r * r; V s = r + r * (u * ${horner('u', SIN)}); V c = V(1.) - V(.5) * u + u * u * ${horner('u', COS)}; V v = sel(gt(q - V(2.) * floor(q * V(.5)), V(.5)), c, s); return sel(lti(asI(abs(x)), I(2139095040)), sel(gt(q, V(1.5)), -v, v), nan()); }
V mills(V t) { V d = t + V(3.75); V dh = head(d); V q = V(1.) / d; V h = head(q); V w = h + q * (bar(V(1.) - h * dh) - h * (d - dh)); return w * ${horner('w', MILLS)}; }
V cdfOf(V t, V q) { V u = t * t; return sel(lt(abs(t), V(1.)), V(.5) + t * ${horner('u', CDF)}, sel(lt(t, V(0.)), q, V(1.) - q)); }
V erfSmall(V t) { V u = t * t; return t * ${horner('u', ERF)}; }
V erfOf(V t, V q) { V big = V(1.) - q; return sel(lt(abs(t), V(.7)), erfSmall(t), sel(lt(t, V(0.)), -big, big)); }
V erfcOf(V t, V q) { return sel(lt(abs(t), V(.7)), V(1.) - erfSmall(t), sel(lt(t, V(0.)), V(2.) - q, q)); }`;

const FUNCTIONS = new Map(
  SOURCES.trim()
    .split('\n')
    .map(source => [/^\w+ (\w+)/.exec(source)![1]!, source]),
);
const ORDER = [...FUNCTIONS.keys()];

/** The functions that some code calls, and those that these call, in the order of their definition. */
export function functionsFor(code: string): string {
  const needed = new Set<string>();
  const visit = (text: string) => {
    for (const [, name] of text.matchAll(/\b(\w+)\(/g)) {
      if (!FUNCTIONS.has(name!) || needed.has(name!)) continue;
      needed.add(name!);
      visit(FUNCTIONS.get(name!)!);
    }
  };
  visit(code);
  return ORDER.filter(name => needed.has(name))
    .map(name => FUNCTIONS.get(name)!)
    .join('\n');
}
