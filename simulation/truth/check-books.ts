import type { Play } from '../play/play';

/** Nothing is left undone in our own books. */
export async function checkBooks(play: Play): Promise<string[]> {
  const db = play.world.database.outside;
  const [events, late, syncs, reports] = await Promise.all([
    db.stripeEvent.findMany({ where: { OR: [{ handledAt: null }, { givenUpAt: { not: null } }] } }),
    db.lateUsage.findMany({ where: { state: 'planned' } }),
    db.subscription.findMany({ where: { syncDueAt: { not: null } } }),
    db.usageReport.findMany({ where: { state: 'planned' } }),
  ]);
  return [
    ...events.map(
      (one) =>
        `event ${one.id} ${one.type} is ${one.givenUpAt ? 'given up' : 'not handled'} after ${one.attempts} tries: ${one.lastError}`,
    ),
    ...late.map((one) => `late usage ${one.id} was planned and not sent`),
    ...syncs.map((one) => `the sync of ${one.id} was cut short and never finished`),
    ...reports.map((one) => `the report ${one.identifier} was planned and not sent`),
  ];
}

/** At every moment: no call is in two windows, and no window has calls that nobody made. */
export async function checkWindows(play: Play): Promise<string[]> {
  const windows = await play.world.database.outside.usageWindow.findMany({
    orderBy: [{ subscriptionId: 'asc' }, { start: 'asc' }],
  });
  const problems: string[] = [];
  for (const [at, window] of windows.entries()) {
    const before = windows[at - 1];
    if (before?.subscriptionId === window.subscriptionId && before.end > window.start) {
      if (before.calls > 0n && window.calls > 0n) {
        problems.push(
          `${window.subscriptionId}: the windows from ${before.start.toISOString()} and ${window.start.toISOString()} overlap`,
        );
      }
    }
  }
  return problems;
}
