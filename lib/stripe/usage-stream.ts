import Stripe from 'stripe';
import { AppError } from '../kit/app-error';
import { createBatched } from '../kit/batched';
import type { StripeClient } from './client';
import { isRefusal } from './errors';

/** A meter event as both of Stripe's ways take it; only its time is written differently. */
export interface UsageReport {
  event_name: string;
  identifier: string;
  timestamp: Date;
  payload: Record<string, string>;
}

/** Makes a client that is authorized by a session's token instead of the secret key. */
export type OpenSession = (token: string) => StripeClient;

/** Stripe docs: meter event stream. 100 events a request; a session's token is good for 15 minutes. */
const MOST_EVENTS = 100;
const REQUESTS_AT_ONCE = 8;
/** A token is left before it ends, so that no request is sent with one that ends on its way. */
const SPARE_MS = 60_000;

/**
 * Reports usage through the meter event stream: concurrent reports are sent together. Stripe checks the events after
 * its answer, so `accepted` means received; what it can't use comes back as a meter error event. A repeated identifier
 * is counted once there, without an error. A rejected request is repeated event by event, so that only the faulty one
 * fails.
 */
export function createUsageStream(
  client: StripeClient,
  openSession: OpenSession,
): (report: UsageReport) => Promise<'accepted'> {
  const session = createSession(client, openSession);

  async function send(reports: readonly UsageReport[]): Promise<void> {
    const events = reports.map((report) => ({
      ...report,
      timestamp: report.timestamp.toISOString(),
    }));
    const current = await session.current();
    try {
      await current().v2.billing.meterEventStream.create({ events });
    } catch (error) {
      if (!(error instanceof Stripe.errors.TemporarySessionExpiredError)) throw error;
      session.leave(current);
      const renewed = await session.current();
      await renewed().v2.billing.meterEventStream.create({ events });
    }
  }

  return createBatched(
    async (reports: readonly UsageReport[]) => {
      try {
        await send(reports);
      } catch (error) {
        if (!isRefusal(error) || reports.length > 1) throw error;
        throw new AppError('bad-request', `Stripe refused the usage report: ${error.message}`, {
          cause: error,
        });
      }
      return reports.map(() => 'accepted' as const);
    },
    { most: MOST_EVENTS, lanes: REQUESTS_AT_ONCE },
  );
}

interface Session {
  client: StripeClient;
  untilMs: number;
}

/** One session for all requests during its life; concurrent callers wait for the same one to open. */
function createSession(client: StripeClient, openSession: OpenSession) {
  let session: Session | null = null;
  let opening: Promise<Session> | null = null;

  async function open(): Promise<Session> {
    // By a monotonic clock: Stripe says how long it lives, and we know when it began.
    const startedMs = performance.now();
    const made = await client().v2.billing.meterEventSession.create();
    const lifeMs = Date.parse(made.expires_at) - Date.parse(made.created);
    const untilMs = startedMs + lifeMs - SPARE_MS;
    return { client: openSession(made.authentication_token), untilMs };
  }

  return {
    async current(): Promise<StripeClient> {
      if (session && session.untilMs > performance.now()) return session.client;
      opening ??= open().finally(() => {
        opening = null;
      });
      session = await opening;
      return session.client;
    },
    /** Discards it, unless another has replaced it meanwhile. */
    leave(left: StripeClient): void {
      if (session?.client === left) session = null;
    },
  };
}
