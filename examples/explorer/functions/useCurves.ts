/** Curves by the worker, for what is wanted last. */

import {useEffect, useRef, useState} from 'preact/hooks';
import type {Ask, CurvesRequest, CurvesResult} from '../messages';

/** Curves, and what they are of: the page is ahead of them while the next are computed. */
export interface Computed extends CurvesResult {
  readonly labels: readonly string[];
  readonly orders: readonly number[];
}

/** Null until the first are there. */
export function useCurves(props: {
  readonly request: CurvesRequest;
  /** A name for each of the functions. */
  readonly labels: readonly string[];
  readonly ask: Ask;
  readonly backend: string | null;
  readonly fail: (doing: string, error: Error) => void;
}): Computed | null {
  const [result, setResult] = useState<Computed | null>(null);
  const wanted = useRef<Pick<typeof props, 'request' | 'labels'> | null>(null);
  const asking = useRef(false);
  const {request, labels, ask, backend, fail} = props;

  async function compute() {
    if (asking.current) return;
    asking.current = true;
    try {
      // While curves are computed, newer wishes replace each other.
      for (let next = wanted.current; next; next = wanted.current) {
        wanted.current = null;
        const curves = await ask('curves', next.request);
        setResult({...curves, labels: next.labels, orders: next.request.orders});
      }
    } catch (error) {
      fail('Computing the curves failed', error as Error);
    } finally {
      asking.current = false;
    }
  }

  useEffect(() => {
    if (!backend) return;
    wanted.current = {request, labels};
    void compute();
  }, [JSON.stringify(request), backend]);
  return result;
}
