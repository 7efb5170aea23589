import { countRefusedLink } from '../db/refused-links';
import { getDeps } from '../server/wiring/deps';
import { log } from '../server/wiring/log';
import type { Refusal } from './judge-delegation';

/** Refusals are logged, and counted by day and reason. */
export async function noteRefusal({ reason, detail }: Refusal): Promise<void> {
  log.warn({ reason, detail }, 'delegation refused');
  try {
    await countRefusedLink((await getDeps()).db, reason);
  } catch (error) {
    // The page that reports it must not fail because of a counter.
    log.error({ err: error }, 'refused link not counted');
  }
}
