/** Curves by the worker, for what is wanted last. */

import {useEffect, useRef, useState} from 'preact/hooks';
import type {Ask, CurvesRequest, CurvesResult} from '../messages';

/** Null until the first are there. */
export function useCurves(props: {
  readonly request: CurvesRequest;
  readonly ask: Ask;
  readonly backend: string | null;
  readonly fail: (doing: string, error: Error) => void;
}): CurvesResult | null {
  const [result, setResult] = useState<CurvesResult | null>(null);
  const wanted = useRef<CurvesRequest | null>(null);
  const asking = useRef(false);
  const {request, ask, backend, fail} = props;

  async function compute() {
    if (asking.current) return;
    asking.current = true;
    try {
      // While curves are computed, newer wishes replace each other.
      for (let next = wanted.current; next; next = wanted.current) {
        wanted.current = null;
        setResult(await ask('curves', next));
      }
    } catch (error) {
      fail('Computing the curves failed', error as Error);
    } finally {
      asking.current = false;
    }
  }

  useEffect(() => {
    if (!backend) return;
    wanted.current = request;
    void compute();
  }, [JSON.stringify(request), backend]);
  return result;
}
