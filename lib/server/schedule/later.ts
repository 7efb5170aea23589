import { after } from 'next/server';
import { waitedForByNobody } from '../http/request-edge';
import { log } from '../wiring/log';

/** Runs work after the answer was sent; outside of a request at once. */
export function later(name: string, work: () => Promise<void>): void {
  const run = () =>
    waitedForByNobody(work).catch((error: unknown) =>
      log.error({ work: name, err: error }, 'work failed'),
    );
  try {
    after(run);
  } catch {
    void run();
  }
}
