import { cronRoute } from '@/lib/server/http/cron-route';
import { runAccounts } from '@/lib/server/schedule/scheduled-runs';

export const maxDuration = 300;

/** Mail that waits, accounts being closed, users that drifted: called by a scheduler, every few minutes. */
const run = cronRoute('cron-accounts', async (deps) => {
  const report = await runAccounts(deps);
  return Response.json(report, { status: report.failures.length > 0 ? 207 : 200 });
});

export { run as GET, run as POST };
