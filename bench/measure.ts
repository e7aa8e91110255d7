/** Times variants of one computation by turns, so that what else the machine does falls on all of them alike. */

export interface Variant<T> {
  readonly run: () => T;
  readonly dispose: (result: T) => void;
  /** Waits until `result` is computed. */
  readonly wait: (result: T) => void | Promise<void>;
}

export interface Timing {
  /** Median time of one run, in milliseconds. */
  readonly median: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
  readonly rounds: number;
}

/** Why there is no timing: the error, or the reason for which it was not even tried. */
export type Missing = {readonly throws: string} | {readonly skipped: string};

export const isMissing = (timing: Timing | Missing): timing is Missing => !('median' in timing);

/** Milliseconds of some clock. Of time that passes, unless `useClock` was called. */
let now: () => number | Promise<number> = () => performance.now();

export function useClock(clock: typeof now): void {
  now = clock;
}

/** Time that this process computed, which others on a busy machine hardly change. In Node only. */
export function processorTime(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * @param budget milliseconds in all, warm-up included; at least three rounds are run whatever they take
 * @param sample shortest time that the clock tells well, in milliseconds: quicker runs are timed several at a time
 */
export async function timeByTurns<T>(
  variants: Readonly<Record<string, Variant<T>>>,
  budget: number,
  sample: number,
): Promise<Record<string, Timing | Missing>> {
  const results: Record<string, Timing | Missing> = {};
  const racers: {name: string; variant: Variant<T>; repeat: number; times: number[]}[] = [];
  const start = performance.now();
  const names = Object.keys(variants);
  for (const [name, variant] of Object.entries(variants)) {
    try {
      // Compiles kernels, and lets the engine's optimising compiler see them.
      let [first, best] = [0, Infinity];
      const until = performance.now() + (budget * 0.25) / names.length;
      for (let i = 0; i < 3 || performance.now() < until; i++) {
        // So slow that there is nothing to warm up.
        if (i === 1 && performance.now() - until > 0 && first > SLOW) break;
        // A clock that tells 0.1 ms cannot time one quick run.
        const repeat = best < sample ? Math.min(64, Math.ceil(sample / Math.max(best, sample / 64))) : 1;
        const time = await timeOnce(variant, i ? repeat : 1);
        if (i) best = Math.min(best, time);
        else first = time;
      }
      racers.push({
        name,
        variant,
        repeat: Math.min(4096, Math.max(1, Math.ceil(sample / Math.min(first, best)))),
        times: [],
      });
    } catch (error) {
      results[name] = {throws: String((error as Error).message ?? error).slice(0, 160)};
    }
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const spent = performance.now() - start;
    if (round >= (spent > 4 * budget ? FEW_ROUNDS : MIN_ROUNDS) && spent > budget) break;
    // Another order each round, so that none always runs in the caches and garbage of the same one.
    for (let i = 0; i < racers.length; i++) {
      const racer = racers[(round % 2 ? racers.length - 1 - i : i + (round >> 1)) % racers.length]!;
      racer.times.push(await timeOnce(racer.variant, racer.repeat));
    }
  }
  for (const {name, times} of racers) results[name] = summary(times);
  return Object.fromEntries(names.map(name => [name, results[name]!]));
}

const MIN_ROUNDS = 5;
/** Enough where a round takes seconds. */
const FEW_ROUNDS = 3;
/** Milliseconds. */
const SLOW = 150;
const MAX_ROUNDS = 150;

export function summary(times: number[]): Timing {
  times.sort((a, b) => a - b);
  const at = (q: number) => {
    const position = q * (times.length - 1);
    const [low, high] = [times[Math.floor(position)]!, times[Math.ceil(position)]!];
    return low + (high - low) * (position % 1);
  };
  return {median: digits(at(0.5)), quartiles: [digits(at(0.25)), digits(at(0.75))], rounds: times.length};
}

export const digits = (value: number): number => Number(value.toPrecision(4));

async function timeOnce<T>({run, dispose, wait}: Variant<T>, repeat: number): Promise<number> {
  // Only awaited where it must be: a turn of the event loop is longer than a small kernel.
  const started = now();
  const start = typeof started === 'number' ? started : await started;
  for (let i = 1; i < repeat; i++) dispose(run());
  const last = run();
  const waiting = wait(last);
  if (waiting) await waiting;
  const ended = now();
  const time = (typeof ended === 'number' ? ended : await ended) - start;
  dispose(last);
  return time / repeat;
}
