import Stripe from 'stripe';
import type { PaymentProvider } from '../ports/payment-provider';
import type { ProviderEvent } from '../ports/provider-event';
import type { StripeClient } from './client';

/** A delivery older than this is refused, so that a recorded one cannot be played again for ever. */
const TOLERANCE_SECONDS = 300;

export function createEvents(
  client: StripeClient,
  webhookSecrets: readonly string[],
): Pick<PaymentProvider, 'verifyEvent'> {
  return {
    async verifyEvent({ rawBody, signature, receivedAt }) {
      if (!signature) return null;
      for (const secret of webhookSecrets) {
        const event = await verified(client, { rawBody, signature, secret, receivedAt });
        if (event) return toEvent(event);
      }
      return null;
    },
  };
}

async function verified(
  client: StripeClient,
  delivery: { rawBody: string; signature: string; secret: string; receivedAt: Date },
): Promise<Stripe.Event | null> {
  try {
    return await client().webhooks.constructEventAsync(
      delivery.rawBody,
      delivery.signature,
      delivery.secret,
      TOLERANCE_SECONDS,
      undefined,
      delivery.receivedAt.getTime(),
    );
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}

/** The payload is only a hint of what changed: nothing but ids is taken from it. */
function toEvent(event: Stripe.Event): ProviderEvent {
  const object: unknown = event.data.object;
  const kind = textAt(object, 'object');
  const id = textAt(object, 'id');
  return {
    id: event.id,
    type: event.type,
    objectId: id ?? event.id,
    createdAt: new Date(event.created * 1000),
    providerSubscriptionId:
      kind === 'subscription'
        ? id
        : (idAt(object, 'subscription') ??
          idAt(fieldOf(fieldOf(object, 'parent'), 'subscription_details'), 'subscription')),
    invoiceId: kind === 'invoice' ? id : idAt(object, 'invoice'),
    customerId: kind === 'customer' ? id : idAt(object, 'customer'),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textAt(value: unknown, name: string): string | null {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : null;
}

/** A reference is an id, or the whole object when it is expanded. */
function idAt(value: unknown, name: string): string | null {
  return textAt(value, name) ?? textAt(fieldOf(value, name), 'id');
}
