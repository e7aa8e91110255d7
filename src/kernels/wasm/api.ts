/** WebAssembly as far as we use it: typed here because neither Node's nor the language's own types have it. */

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Api {
  readonly Memory: new (limits: {readonly initial: number}) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly validate?: (bytes: Uint8Array) => boolean;
  readonly Instance: new (module: object, imports: object) => {readonly exports: Readonly<Record<string, unknown>>};
}

/** Missing in some embeddings, and where a page's policy forbids it. */
export const webAssembly = (): Api | undefined => (globalThis as {WebAssembly?: Api}).WebAssembly;
