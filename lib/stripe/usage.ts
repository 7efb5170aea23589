import { AppError } from '../kit/app-error';
import { createPace } from '../kit/pace';
import { CUSTOMER_KEY, meterEventName, VALUE_KEY } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import { REAL_TIME } from '../ports/real-time';
import type { StripeClient } from './client';
import { callStripe, isRefusal } from './errors';
import type { StripePrices } from './prices';
import { createUsageStream, type OpenSession, type UsageReport } from './usage-stream';

/** Stripe refuses longer values (15 significant digits). */
const MAX_CALLS = 999_999_999_999_999;

export function createUsage(
  client: StripeClient,
  prices: StripePrices,
  settings: { meterEventsPerSecond?: number; openMeterSession?: OpenSession | null } = {},
): Pick<PaymentProvider, 'reportUsage' | 'readReportedUsage' | 'usageReportsAtOnce'> {
  const pace = paceOf(settings.meterEventsPerSecond ?? 1_000);
  const { openMeterSession } = settings;
  const stream = openMeterSession ? createUsageStream(client, openMeterSession) : null;
  return {
    usageReportsAtOnce: stream ? 2_000 : 128,

    reportUsage: (input) =>
      callStripe('take the usage report', async () => {
        const report = toReport(input);
        if (stream) return stream(report);
        await pace();
        return sendReport(client, report);
      }),

    /**
     * Stripe summarizes whole minutes only. A boundary inside a minute assigns that minute to the period that ends
     * there: the closing report is in its last second. The first report of a new period must therefore be at least a
     * minute after the start.
     */
    readReportedUsage: ({ productId, customerId, period }) =>
      callStripe('read the reported usage', async () => {
        const meterId = await prices.meterIdOf(productId);
        const summaries = await client().billing.meters.listEventSummaries(meterId, {
          customer: customerId,
          start_time: toMinute(period.start),
          end_time: toMinute(period.end),
        });
        return summaries.data[0]?.aggregated_value ?? 0;
      }),
  };
}

function toReport(input: Parameters<PaymentProvider['reportUsage']>[0]): UsageReport {
  const { productId, customerId, identifier, timestamp, callsInPeriod } = input;
  if (!Number.isSafeInteger(callsInPeriod) || callsInPeriod < 0) {
    throw new AppError('bad-request', `${callsInPeriod} is not a number of calls.`);
  }
  if (callsInPeriod > MAX_CALLS) {
    throw new AppError('bad-request', 'Stripe takes at most 15 digits of usage.');
  }
  return {
    event_name: meterEventName(productId),
    identifier,
    timestamp,
    payload: { [CUSTOMER_KEY]: customerId, [VALUE_KEY]: String(callsInPeriod) },
  };
}

async function sendReport(
  client: StripeClient,
  report: UsageReport,
): Promise<'accepted' | 'already-known'> {
  try {
    const timestamp = Math.floor(report.timestamp.getTime() / 1000);
    await client().billing.meterEvents.create({ ...report, timestamp });
    return 'accepted';
  } catch (error) {
    // Stripe answers a repeat with a permanent 400 instead of a silent success: to us it means "delivered".
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
}

/** A little below the limit, because requests leave evenly but do not arrive so. */
function paceOf(perSecond: number): () => Promise<void> {
  const rule = { perSecond: perSecond * 0.97, capacity: Math.max(1, perSecond / 50) };
  return createPace(rule, REAL_TIME);
}

const toMinute = (instant: Date): number => Math.ceil(instant.getTime() / 60_000) * 60;
