import { getDeps } from '@/lib/server/deps';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';

/** For load balancers: the database answers, and which groups of settings are complete. No secret, no version. */
export async function GET(): Promise<Response> {
  const database = await databaseAnswers();
  const { app, stripe, apim } = env();
  const settings = {
    stripe: stripe !== null,
    apim: apim !== null,
    sessions: app.sessionSecret !== null,
    cron: app.cronSecret !== null,
  };
  const ok = database && Object.values(settings).every(Boolean);
  return Response.json(
    { status: ok ? 'ok' : database ? 'incomplete' : 'down', database, settings },
    { status: database ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}

async function databaseAnswers(): Promise<boolean> {
  try {
    const { db } = await getDeps();
    await db.$queryRaw`SELECT 1`;
    return true;
  } catch (error) {
    log.error({ err: error }, 'database does not answer');
    return false;
  }
}
