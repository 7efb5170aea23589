import { cronRoute } from '@/lib/server/http/cron-route';
import { runReconcile } from '@/lib/server/schedule/scheduled-runs';

export const maxDuration = 300;

/** Rows, provider and gateway compared, once a day. 207 when something is left for a person, 409 while one is running. */
const run = cronRoute('cron-reconcile', async (deps) => {
  const result = await runReconcile(deps);
  if (result.kind === 'busy') return Response.json(result, { status: 409 });
  const isOpen = result.failures.length > 0 || result.findings.some((one) => !one.isRepaired);
  return Response.json(result, { status: isOpen ? 207 : 200 });
});

export { run as GET, run as POST };
