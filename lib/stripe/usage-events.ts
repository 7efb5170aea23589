import Stripe from 'stripe';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderEvent, UsageError } from '../ports/provider-event';
import type { StripeClient } from './client';
import { callStripe } from './errors';

const TOLERANCE_SECONDS = 300;

/**
 * Meter errors come as thin events on a destination of their own: the delivery names an event and a meter, and
 * what went wrong is read from the API.
 */
export function createUsageEvents(
  client: StripeClient,
  secrets: readonly string[],
): Pick<PaymentProvider, 'verifyUsageEvent' | 'readUsageErrors'> {
  return {
    async verifyUsageEvent({ rawBody, signature, receivedAt }) {
      if (!signature) return null;
      for (const secret of secrets) {
        const event = await verified(client, { rawBody, signature, secret, receivedAt });
        if (event) return event;
      }
      return null;
    },

    readUsageErrors: (eventId) =>
      callStripe('read the meter errors', async () => {
        const event = await client().v2.core.events.retrieve(eventId);
        if (
          event.type !== 'v1.billing.meter.error_report_triggered' &&
          event.type !== 'v1.billing.meter.no_meter_found'
        ) {
          return [];
        }
        return event.data.reason.error_types.map(toUsageError);
      }),
  };
}

async function verified(
  client: StripeClient,
  delivery: { rawBody: string; signature: string; secret: string; receivedAt: Date },
): Promise<ProviderEvent | null> {
  try {
    const event = await client().parseEventNotificationAsync(
      delivery.rawBody,
      delivery.signature,
      delivery.secret,
      TOLERANCE_SECONDS,
      undefined,
      delivery.receivedAt.getTime(),
    );
    const meter = 'related_object' in event ? event.related_object : null;
    const meterId = meter && 'id' in meter ? meter.id : null;
    return {
      id: event.id,
      type: event.type,
      objectId: typeof meterId === 'string' ? meterId : event.id,
      createdAt: new Date(event.created),
      providerSubscriptionId: null,
      invoiceId: null,
      customerId: null,
    };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}

function toUsageError(found: {
  code: string;
  error_count: number;
  sample_errors: { error_message: string; request: { identifier: string } }[];
}): UsageError {
  return {
    code: found.code,
    count: found.error_count,
    message: found.sample_errors[0]?.error_message ?? found.code,
    identifiers: found.sample_errors.map((sample) => sample.request.identifier),
  };
}
