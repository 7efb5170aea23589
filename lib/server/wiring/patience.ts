import type { Patience } from '../../ports/patience';
import { waitedMs } from '../http/request-edge';

/** What is left of the time that a person waits for one answer, however many calls of vendors it takes. */
export function patienceOf(seconds: number, waited: () => number | null = waitedMs): Patience {
  return {
    leftMs() {
      const soFar = waited();
      return soFar === null ? Number.POSITIVE_INFINITY : seconds * 1000 - soFar;
    },
  };
}
