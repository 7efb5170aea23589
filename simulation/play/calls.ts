import { z } from 'zod';
import type { Step } from '../schedule/step';
import type { Play } from './play';

const answer = z.object({ answered: z.number() });
const corrected = z.object({ calls: z.number() });

/** Calls with a subscription's key, all at one instant; only those that were answered count. */
export async function makeCalls(
  play: Play,
  step: Extract<Step, { kind: 'calls' }>,
): Promise<string> {
  const row = play.nth(step.subscription);
  if (!row?.activatedAt) return 'nobody';
  const wanted = new Date(play.world.now().getTime() - step.minutesAgo * 60_000);
  const opened = await openedAt(play, row.id, row.activatedAt);
  const at = wanted < opened ? opened : wanted;
  const { answered } = answer.parse(
    await play.world.emulators.control('traffic', {
      subscription: row.id,
      calls: step.calls,
      from: at.toISOString(),
      spread: 'burst',
    }),
  );
  if (answered > 0) {
    const reports = [{ seenAt: play.world.now(), calls: answered }];
    play.answered.push({ subscriptionId: row.id, at, calls: answered, reports });
  }
  return `${row.id} ${row.productId}: ${answered} answered at ${at.toISOString()}`;
}

/** Since when its keys have worked: before that, in a pause say, the gateway would have refused what was called. */
async function openedAt(play: Play, subscriptionId: string, activatedAt: Date): Promise<Date> {
  const last = await play.world.database.outside.auditEntry.findFirst({
    where: { targetId: subscriptionId, action: 'subscription.activated' },
    orderBy: { at: 'desc' },
  });
  return last && last.at > activatedAt ? last.at : activatedAt;
}

/** The gateway's own reports are read again for so long. */
const CORRECTED_DAYS = 2.5;

/** The report of a past call changes. At least one call stays: an empty day is treated as a failed report. */
export async function correctCalls(
  play: Play,
  step: Extract<Step, { kind: 'correction' }>,
): Promise<string> {
  const oldest = play.world.now().getTime() - CORRECTED_DAYS * 86_400_000;
  const recent = play.answered.filter((one) => one.at.getTime() >= oldest);
  const call = recent[step.call % Math.max(1, recent.length)];
  if (!call) return 'nothing to correct';
  const calls = Math.max(step.calls, 1 - call.calls);
  if (calls === 0) return 'nothing to correct';
  const change = corrected.parse(
    await play.world.emulators.control('corrections', {
      subscription: call.subscriptionId,
      at: call.at.toISOString(),
      calls,
    }),
  );
  call.calls += change.calls;
  call.reports.push({ seenAt: play.world.now(), calls: change.calls });
  return `${call.subscriptionId}: ${change.calls} at ${call.at.toISOString()}`;
}
