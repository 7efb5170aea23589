import { continueClosings } from '../../lib/use-cases/identity/close-account';
import { reconcile } from '../../lib/use-cases/reconcile/reconcile';
import { type CronReport, runBillingCron } from '../../lib/use-cases/schedule/run-billing-cron';
import { outcomeOf } from './outcome';
import type { Play } from './play';

const HOUR_MS = 3_600_000;
/** Past the days that are read again, after which late usage is billed. */
const LATE_MS = 74 * HOUR_MS;

/** The failures are over: the scheduled jobs run as they would, until every period that was open has been billed. */
export async function settle(play: Play): Promise<void> {
  const { world, replicas } = play;
  await world.emulators.control('faults', { clear: true });
  replicas.killAt(null);
  replicas.workWebhooks(true);
  play.say('-- no failures from here on');
  for (const waitMs of [3 * HOUR_MS, LATE_MS]) await cronAfter(play, waitMs);
  await play.look();
  const ends = play.subscriptions.flatMap((row) =>
    row.providerId && !row.endedAt && row.periodEnd ? [row.periodEnd.getTime()] : [],
  );
  const last = Math.max(world.now().getTime(), ...ends) + 2 * HOUR_MS;
  await cronAfter(play, last - world.now().getTime());
  await cronAfter(play, LATE_MS);
  // It reads a month again, so not every schedule can afford it.
  if (play.schedule.seed % 3 === 0) await reconcileOnce(play);
  for (let round = 0; round < 8; round += 1) {
    if (isQuiet(await cronAfter(play, 7 * HOUR_MS))) return;
  }
  play.problems.push('the scheduled jobs never came to an end');
}

async function reconcileOnce(play: Play): Promise<void> {
  const found = await play.replicas.run(0, reconcile);
  const words = outcomeOf(found, (result) =>
    result.kind === 'ran' ? JSON.stringify(result.findings) : result.kind,
  );
  play.say(`reconcile: ${words}`);
}

async function cronAfter(play: Play, waitMs: number): Promise<CronReport | null> {
  const { world } = play;
  await world.advanceTo(new Date(world.now().getTime() + waitMs));
  await play.plans.look();
  const done = await play.replicas.run(0, runBillingCron);
  play.say(outcomeOf(done, (report) => `cron: ${JSON.stringify(report)}`));
  if (play.closings.length > 0) await play.replicas.run(0, continueClosings);
  if (done.kind !== 'done') return null;
  if (done.value.failures.length === 0) play.quietCrons.push(world.now());
  return done.value;
}

function isQuiet(report: CronReport | null): boolean {
  return (
    report !== null &&
    report.failures.length === 0 &&
    report.events + report.closed + report.late + report.ended === 0
  );
}
