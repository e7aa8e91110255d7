/** The language of library.ts, and of main functions around it, as GLSL and as WGSL. */

import {functionsFor} from './library';

/**
 * WebGL 2: macros give the words their meaning, so that the code stays as it is. A texel is found by its index: `at`
 * reads it, `place` is that of the result. Quotients by floats, put right by one, because software GPUs divide integers
 * one by one (a quotient below 2^20 comes out wrong by less than 1/4).
 */
export function glsl(main: string): string {
  return `#define V vec4
#define I ivec4
#define B bvec4
#define U I
#define var
#define asI floatBitsToInt
#define asV intBitsToFloat
#define sel(c, a, b) mix(b, a, c)
#define lt lessThan
#define le lessThanEqual
#define gt greaterThan
#define ge greaterThanEqual
#define lti lt
#define gti gt
int quotient(int i, int n) { int q = int(float(i) / float(n)); int r = i - q * n; return q + (r >= n ? 1 : 0) - (r < 0 ? 1 : 0); }
vec4 at(sampler2D t, int i) { int w = textureSize(t, 0).x; int y = quotient(i, w); return texelFetch(t, ivec2(i - y * w, y), 0); }
${functionsFor(main)}
void main() {
int o = int(gl_FragCoord.y) * ((outTexShape[1] + 1) / 2) + int(gl_FragCoord.x);
${main}
}`;
}

/** WGSL: another syntax for functions and definitions, and uniforms live in a struct. */
export function wgsl(main: string, lanes: 1 | 4, uniforms: readonly string[]): string {
  const type = (scalar: string) => (lanes === 4 ? `vec4<${scalar}>` : scalar);
  const body = `${functionsFor(main)}
fn main(o : i32) {
if (o >= threads) { return; }
${main}
}`
    .replace(
      /^([VIB]) (\w+)\((.*?)\) \{/gm,
      (_, result: string, name: string, parameters: string) =>
        `fn ${name}(${parameters.replace(/([VIB]) (\w+)/g, '$2: $1')}) -> ${result} {`,
    )
    .replace(/for \(int/g, 'for (var')
    .replace(/var V/g, 'var')
    .replace(/\b(?:[VIB]|int) (\w+) = /g, 'let $1 = ')
    .replace(new RegExp(`\\b(${uniforms.join('|')})\\b`, 'g'), 'uniforms.$1');
  const compare = ['lt < V', 'le <= V', 'gt > V', 'ge >= V', 'lti < I', 'gti > I'].map(each => {
    const [name, operator, of] = each.split(' ');
    return `fn ${name}(a: ${of}, b: ${of}) -> B { return a ${operator} b; }`;
  });
  return `alias V = ${type('f32')}; alias I = ${type('i32')}; alias U = ${type('u32')}; alias B = ${type('bool')};
fn asI(x: V) -> I { return bitcast<I>(x); }
fn asV(x: I) -> V { return bitcast<V>(x); }
fn sel(c: B, a: V, b: V) -> V { return select(b, a, c); }
fn quotient(i: i32, n: i32) -> i32 { return i / n; }
${compare.join('\n')}
${body}`;
}
