// In the page: starts the lane's backend, and installs the build of the package that the lane tests.
import type {Rectifiers} from '../../src/index';
import type {Tf} from '../conformance/lane';
import type {BrowserLane} from './lanes';

interface WasmSettings {
  readonly setWasmPaths: (path: string) => void;
  readonly setThreadsCount: (count: number) => void;
  readonly getThreadsCount: () => number;
}
declare global {
  var tf: Tf & {readonly wasm?: WasmSettings};
  var tfjsRectifiers: {rectifiers: (tf: Tf) => Rectifiers<Tf>};
}

export async function start({backend, build, threads, mesa}: BrowserLane): Promise<Rectifiers<Tf>> {
  tf.wasm?.setWasmPaths('/wasm/');
  if (threads) tf.wasm!.setThreadsCount(2);
  const started = await tf.setBackend(backend);
  await tf.ready();
  if (!started || tf.getBackend() !== backend) throw new Error(`backend ${backend} did not start`);
  if (threads && !(tf.wasm!.getThreadsCount() > 1)) throw new Error('wasm did not start its threads');
  if (mesa) checkRenderer('llvmpipe');
  listenForGpuErrors();
  if (build === 'script') return tfjsRectifiers.rectifiers(tf);
  const entry = '/dist/index.js';
  return ((await import(entry)) as typeof tfjsRectifiers).rectifiers(tf);
}

/** A WGSL error never throws: the kernel's output is zeros or stale. The device reports it, and the console tells the test. */
function listenForGpuErrors(): void {
  const {device} = tf.backend() as unknown as {device?: EventTarget};
  device?.addEventListener('uncapturederror', event => {
    console.error(`WebGPU: ${(event as Event & {error: Error}).error.message}`);
  });
}

/** Fails if WebGL is drawn by something else. */
function checkRenderer(wanted: string): void {
  const {gl} = (
    tf.backend() as unknown as {gpgpu: {gl: Record<'getExtension' | 'getParameter', (what: unknown) => never>}}
  ).gpgpu;
  const {UNMASKED_RENDERER_WEBGL: renderer} = gl.getExtension('WEBGL_debug_renderer_info') as {
    UNMASKED_RENDERER_WEBGL: number;
  };
  const name: string = gl.getParameter(renderer);
  if (!name.includes(wanted)) throw new Error(`WebGL is drawn by ${name}, not by ${wanted}`);
}
