import { appErrorOf, httpStatusOf } from '../../kit/app-error';
import { log } from '../wiring/log';

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Wraps a route handler: an AppError becomes its status and a JSON sentence; anything else a 500 without details for
 * the caller, with all details in the log. Answers are never cached.
 */
export function jsonRoute<Context>(name: string, handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    try {
      const response = await handler(request, context);
      if (!response.headers.has('cache-control')) {
        response.headers.set('cache-control', 'private, no-store');
      }
      return response;
    } catch (error) {
      const known = appErrorOf(error);
      if (known) {
        const { code, message } = known;
        const status = httpStatusOf(code);
        log[status >= 500 ? 'error' : 'warn']({ route: name, code, err: error }, 'refused');
        return problem(status, code, message);
      }
      log.error({ route: name, err: error }, 'route failed');
      return problem(500, 'internal', 'Something went wrong on our side. Try again in a moment.');
    }
  };
}

export function problem(status: number, code: string, message: string): Response {
  return Response.json(
    { error: { code, message } },
    { status, headers: { 'cache-control': 'private, no-store' } },
  );
}

/** 429 with the number of seconds after which trying again makes sense. */
export function tooMany(wait: { message: string; retryAfterSeconds: number }): Response {
  const response = problem(429, 'too-many', wait.message);
  response.headers.set('retry-after', String(wait.retryAfterSeconds));
  return response;
}
