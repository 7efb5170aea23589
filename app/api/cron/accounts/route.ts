import { isBearer } from '@/lib/auth/bearer';
import { runAccountWork } from '@/lib/server/account-work';
import { getDeps } from '@/lib/server/deps';
import { env } from '@/lib/server/env';
import { jsonRoute, problem } from '@/lib/server/route';

export const maxDuration = 300;

/** Mail that waits, accounts being closed, users that drifted: called by a scheduler, every few minutes. */
export const GET = jsonRoute('cron-accounts', async (request: Request) => {
  const secret = env().app.cronSecret;
  if (!secret) {
    return problem(
      503,
      'not-configured',
      'Set CRON_SECRET: without one this address does nothing.',
    );
  }
  if (!isBearer(request.headers.get('authorization'), secret)) {
    return problem(
      401,
      'not-signed-in',
      'Send Authorization: Bearer with the value of CRON_SECRET.',
    );
  }
  const report = await runAccountWork(await getDeps());
  return Response.json(report, { status: report.failures.length > 0 ? 207 : 200 });
});
