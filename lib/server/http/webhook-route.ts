import { after } from 'next/server';
import { receiveEvent } from '../../use-cases/events/receive-event';
import { env } from '../env/env';
import { drainEventsSoon, isDraining, recordArrival } from '../schedule/event-worker';
import { getDeps } from '../wiring/deps';
import { readBody } from './read-body';
import { jsonRoute, problem } from './route';
import { securityHeaders } from './security-headers';

/** Stripe's own limit for an event is far below this. */
const MAX_BODY = 1_000_000;

/**
 * Verify on the raw bytes, store, answer; the work runs after the answer. A failure to store is answered 500 by
 * the wrapper, so that Stripe sends it again.
 */
export function webhookRoute(options: {
  name: string;
  destination: 'account' | 'usage';
  /** The setting that holds the secret, for the answer to a wrong signature. */
  secretName: string;
}) {
  const route = jsonRoute<undefined>(options.name, async (request) => {
    recordArrival();
    const rawBody = await readBody(request, MAX_BODY);
    if (rawBody === null) return problem(413, 'too-large', 'The event is too large.');
    const deps = await getDeps();
    const signature = request.headers.get('stripe-signature');
    const outcome = await receiveEvent(deps, { rawBody, signature }, options.destination);
    deps.telemetry.count('events.received', 1, {
      destination: options.destination,
      outcome: outcome.kind === 'stored' ? (outcome.isNew ? 'new' : 'known') : 'refused',
    });
    if (outcome.kind === 'bad-signature') {
      return problem(400, 'bad-signature', `The signature does not match ${options.secretName}.`);
    }
    // One promise keeps the process alive for all: an `after` for each delivery of a burst costs more than the
    // delivery.
    if (isDraining()) void drainEventsSoon(deps);
    else after(() => drainEventsSoon(deps));
    return Response.json({ received: true });
  });
  return async (request: Request): Promise<Response> => {
    const response = await route(request, undefined);
    for (const [name, value] of Object.entries(answerHeaders())) response.headers.set(name, value);
    return response;
  };
}

/** There is no proxy in front of these addresses; their answers are for machines and show nothing. */
function answerHeaders(): Record<string, string> {
  return {
    ...securityHeaders(env()),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
}
