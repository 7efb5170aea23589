import { z } from 'zod';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import { StripeError } from '../wire/stripe-error';
import { v2Route } from './v2-route';

const OPEN_MS = 15 * 60_000;

/** Refuses a token of the meter event stream that is not one, or not any more. */
export function checkSession(account: Account, header: string | undefined): void {
  const token = /^bearer (.+)$/i.exec(header ?? '')?.[1];
  const session = token && account.meterSessions.find((one) => one.token === token);
  if (!session) {
    throw new StripeError(401, {
      type: 'invalid_request_error',
      code: 'unauthorized',
      message:
        'The meter event stream takes the authentication_token of a meter event session, not an API key.',
    });
  }
  if (session.expiresMs <= account.world.clock.nowMs()) {
    throw new StripeError(400, {
      type: 'temporary_session_expired',
      code: 'billing_meter_event_session_expired',
      message: 'The meter event session has expired. Create a new one and use its token.',
    });
  }
}

export const meterSessionRoutes = [
  v2Route({
    on: 'POST /v2/billing/meter_event_session',
    takes: z.strictObject({}),
    run: ({ account }) => {
      const createdMs = account.world.clock.nowMs();
      for (const one of account.meterSessions.all())
        if (one.expiresMs + OPEN_MS < createdMs) account.meterSessions.delete(one.id);
      const row = account.meterSessions.put({
        id: newId('bmes_test', 44),
        createdMs,
        expiresMs: createdMs + OPEN_MS,
        token: newId('token_test', 64),
      });
      return {
        id: row.id,
        object: 'v2.billing.meter_event_session',
        authentication_token: row.token,
        created: new Date(row.createdMs).toISOString(),
        expires_at: new Date(row.expiresMs).toISOString(),
        livemode: false,
      };
    },
  }),
];
