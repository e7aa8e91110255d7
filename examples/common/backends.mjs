/** Which backends this browser has, and why it lacks the others. Asked in the worker, where they would run. */

export const BACKENDS = ['cpu', 'wasm', 'webgl', 'webgpu'];

/** `{cpu: null, webgpu: 'why it is not there', ...}` */
export async function missingBackends() {
  return {cpu: null, wasm: wasm(), webgl: webgl(), webgpu: await webgpu()};
}

function wasm() {
  return typeof WebAssembly === 'object' ? null : 'this browser has no WebAssembly, or does not allow it here';
}

function webgl() {
  if (typeof OffscreenCanvas !== 'function') return 'this browser has no OffscreenCanvas, so no WebGL in a worker';
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return 'this browser gives a worker no WebGL 2: it may have no graphics processor, or not allow it';
  // Browsers allow few contexts at once.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return null;
}

async function webgpu() {
  if (!globalThis.isSecureContext) return 'browsers give WebGPU only to https pages and to localhost';
  if (!navigator.gpu) return 'this browser has no WebGPU (in workers), or has it switched off';
  try {
    return (await navigator.gpu.requestAdapter()) ? null : 'this browser has WebGPU, but found no graphics adapter';
  } catch (error) {
    return `asking for a graphics adapter failed: ${error.message}`;
  }
}
