import { AppError } from '../domain/app-error';
import { takeToken } from '../domain/token-bucket';
import type { PaymentProvider } from '../ports/payment-provider';
import type { StripeClient } from './client';
import { atStripe, isRefusal } from './errors';
import { CUSTOMER_KEY, meterEventName, VALUE_KEY } from './names';
import type { StripePrices } from './prices';

/** Stripe refuses longer values (15 significant digits). */
const MAX_CALLS = 999_999_999_999_999;

export function createUsage(
  client: StripeClient,
  prices: StripePrices,
  eventsPerSecond = 1_000,
): Pick<PaymentProvider, 'reportUsage' | 'readReportedUsage'> {
  const pace = createPace(eventsPerSecond);
  return {
    reportUsage: (input) =>
      atStripe('take the usage report', async () => {
        if (!Number.isSafeInteger(input.callsInPeriod) || input.callsInPeriod < 0) {
          throw new AppError('bad-request', `${input.callsInPeriod} is no number of calls.`);
        }
        if (input.callsInPeriod > MAX_CALLS) {
          throw new AppError('bad-request', 'Stripe takes at most 15 digits of usage.');
        }
        await pace();
        try {
          await client().billing.meterEvents.create({
            event_name: meterEventName(input.product.id),
            identifier: input.identifier,
            timestamp: toSeconds(input.timestamp),
            payload: { [CUSTOMER_KEY]: input.customerId, [VALUE_KEY]: String(input.callsInPeriod) },
          });
          return 'accepted';
        } catch (error) {
          // A repeat is a hard 400 at Stripe and not a silent success: to us it means "delivered".
          if (isRefusal(error) && /already exists with identifier/i.test(error.message)) {
            return 'already-known';
          }
          if (isRefusal(error)) {
            throw new AppError('bad-request', `Stripe refused the usage report: ${error.message}`, {
              cause: error,
            });
          }
          throw error;
        }
      }),

    /**
     * Stripe summarizes whole minutes only. A boundary inside a minute gives that minute to the period that
     * ends there: the closing report stands in its last second. The first report of a new period must
     * therefore be timed at least a minute after the start.
     */
    readReportedUsage: ({ product, customerId, period }) =>
      atStripe('read the reported usage', async () => {
        const meterId = await prices.meterIdOf(product);
        const summaries = await client().billing.meters.listEventSummaries(meterId, {
          customer: customerId,
          start_time: toMinute(period.start),
          end_time: toMinute(period.end),
        });
        return summaries.data[0]?.aggregated_value ?? 0;
      }),
  };
}

/**
 * Keeps to a number of requests in a second by waiting before each, so that Stripe does not have to refuse any. A
 * little below the limit: requests leave evenly and do not arrive so.
 */
function createPace(perSecond: number): () => Promise<void> {
  const rule = { perSecond: perSecond * 0.97, capacity: Math.max(1, perSecond / 50) };
  let bucket = { tokens: rule.capacity, atMs: performance.now() };
  return async () => {
    const taken = takeToken(bucket, { ...rule, nowMs: performance.now() });
    bucket = taken.bucket;
    if (taken.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, taken.waitMs));
  };
}

const toSeconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
const toMinute = (instant: Date): number => Math.ceil(instant.getTime() / 60_000) * 60;
