import { z } from 'zod';
import type { Clock } from '../../use-cases/deps';

const answer = z.object({ now: z.iso.datetime() });

/**
 * The billing clock. With CLOCK_URL it is read from that address (a world whose clock is moved by hand); otherwise it
 * is the machine's. Sessions and links never use it: security follows real time.
 */
export function createClock(clockUrl: string | null): Clock {
  if (!clockUrl) return { now: async () => new Date() };
  return {
    async now() {
      const response = await fetch(clockUrl, {
        cache: 'no-store',
        redirect: 'error',
        // On a busy machine it answers only between two steps of the months it moves through.
        signal: AbortSignal.timeout(30_000),
      });
      if (!response.ok) throw new Error(`The clock at CLOCK_URL answered ${response.status}.`);
      return new Date(answer.parse(await response.json()).now);
    },
  };
}
