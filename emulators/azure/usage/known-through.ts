import type { Service } from '../service';
import { BUCKET_MS } from './time-bucket';

/** Calls of buckets that end after this are not known to reports and logs yet. */
export function knownThroughMs({ world, switches }: Service): number {
  const nowMs = world.clock.nowMs();
  const { reportLagMs } = switches.now;
  // Without a lag the bucket that is being filled shows too.
  return reportLagMs === 0 ? nowMs + BUCKET_MS : nowMs - reportLagMs;
}
