import { cronRoute } from '@/lib/server/http/cron-route';
import { runBilling } from '@/lib/server/schedule/scheduled-runs';

export const maxDuration = 300;

/** Usage, held invoices and waiting events, called by a scheduler. 207 when some of it failed and the rest is done. */
const run = cronRoute('cron-usage', async (deps) => {
  const report = await runBilling(deps);
  return Response.json(report, { status: report.failures.length > 0 ? 207 : 200 });
});

export { run as GET, run as POST };
