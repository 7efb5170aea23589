import { isBearer } from '../../auth/bearer';
import type { Deps } from '../../use-cases/deps';
import { env } from '../env/env';
import { getDeps } from '../wiring/deps';
import { jsonRoute, problem } from './route';

/**
 * An address that only a scheduler may call: with the bearer secret, and never when none is set. Its routes take POST, and
 * GET because Vercel's scheduler sends nothing else; a browser sends neither with the secret.
 */
export function cronRoute(name: string, work: (deps: Deps) => Promise<Response>) {
  return jsonRoute(name, async (request: Request) => {
    const secret = env().app.cronSecret;
    if (!secret) {
      return problem(
        503,
        'not-configured',
        'Set CRON_SECRET: without it, this endpoint does nothing.',
      );
    }
    if (!isBearer(request.headers.get('authorization'), secret)) {
      return problem(
        401,
        'not-signed-in',
        'Send Authorization: Bearer with the value of CRON_SECRET.',
      );
    }
    return work(await getDeps());
  });
}
