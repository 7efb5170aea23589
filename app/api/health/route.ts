import { readReadiness } from '@/lib/server/wiring/readiness';

const NO_STORE = { 'cache-control': 'no-store' };

/**
 * `/api/health`: the process answers; for whoever would restart it. `/api/health?ready`: it can serve (the database
 * answers and is migrated; which settings are there); for whoever sends requests to it. Neither contains a secret.
 */
export async function GET(request: Request): Promise<Response> {
  if (!new URL(request.url).searchParams.has('ready')) {
    return Response.json({ status: 'ok' }, { headers: NO_STORE });
  }
  const readiness = await readReadiness();
  const serves = readiness.status === 'ok' || readiness.status === 'incomplete';
  return Response.json(readiness, { status: serves ? 200 : 503, headers: NO_STORE });
}
