import type Stripe from 'stripe';
import { differences } from '../../kit/differences';
import { OURS } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import type { SecretStore } from '../../ports/secret-store';
import { STRIPE_API_VERSION } from '../client';

type EventName = Stripe.WebhookEndpointCreateParams.EnabledEvent;

/** Whatever may change access or debts. Each event only triggers reading the current state again. */
export const WEBHOOK_EVENTS: readonly EventName[] = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.trial_will_end',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'invoice.created',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.finalization_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice.upcoming',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'refund.updated',
  'refund.failed',
  'radar.early_fraud_warning.created',
  'radar.early_fraud_warning.updated',
  'customer.deleted',
];

const DESCRIPTION = 'Tollgate';

/**
 * The endpoint that Stripe delivers to. Its signing secret is shown once, at creation: an endpoint whose secret is
 * lost, or with another API version (which cannot be changed), is replaced by a new one.
 */
export async function checkWebhook(
  stripe: Stripe,
  input: { url: string; secrets: SecretStore },
): Promise<Findings> {
  const { url, secrets } = input;
  const findings: Findings = { ...noFindings(), checked: 1 };
  const existing = await endpointsAt(stripe, url);
  const [current] = existing;
  const subject = `webhook endpoint ${url}`;
  const reason = reasonToReplace(current, secrets);
  if (reason) {
    const run = async () => {
      const created = await stripe.webhookEndpoints.create({
        url,
        enabled_events: [...WEBHOOK_EVENTS],
        api_version: STRIPE_API_VERSION,
        description: DESCRIPTION,
        metadata: OURS,
      });
      if (!created.secret) throw new Error('Stripe told no signing secret for the new endpoint.');
      secrets.write('STRIPE_WEBHOOK_SECRET', created.secret);
      // Only now: until here the old endpoint keeps events from being lost.
      for (const old of existing) await stripe.webhookEndpoints.del(old.id);
    };
    const action = current ? 'replace' : 'create';
    findings.steps.push({ system: 'Stripe', subject, action, details: reason, run });
    return findings;
  }
  if (!current) return findings;
  const differs = differencesOf(current);
  if (differs.length > 0) {
    const run = async () => {
      await stripe.webhookEndpoints.update(current.id, {
        enabled_events: [...WEBHOOK_EVENTS],
        disabled: false,
        description: DESCRIPTION,
        metadata: OURS,
      });
    };
    const details = differs.join('; ');
    findings.steps.push({ system: 'Stripe', subject, action: 'update', details, run });
  }
  for (const other of existing.slice(1)) {
    if (other.status !== 'enabled') continue;
    const run = async () => {
      await stripe.webhookEndpoints.update(other.id, { disabled: true });
    };
    const details = `${other.id} has this address too: each event comes twice, once under another secret`;
    findings.steps.push({ system: 'Stripe', subject, action: 'disable', details, run });
  }
  return findings;
}

function differencesOf(current: Stripe.WebhookEndpoint): string[] {
  const events = differences({ enabled_events: WEBHOOK_EVENTS }, { ...current });
  return [
    ...(current.status === 'enabled' ? [] : ['is disabled']),
    // Both lists in full would fill a screen.
    ...(events.length === 0 ? [] : ['other events are enabled']),
    ...differences({ description: DESCRIPTION }, { ...current }),
    ...differences(OURS, current.metadata),
  ];
}

function reasonToReplace(
  current: Stripe.WebhookEndpoint | undefined,
  secrets: SecretStore,
): string | null {
  if (!current) return `${WEBHOOK_EVENTS.length} events, API version ${STRIPE_API_VERSION}`;
  if (current.api_version !== STRIPE_API_VERSION) {
    return `API version ${current.api_version ?? 'of the account'} -> ${STRIPE_API_VERSION}`;
  }
  return secrets.isLost('STRIPE_WEBHOOK_SECRET') ? 'its signing secret is not in the file' : null;
}

/** Ours first, so that an endpoint made by hand under the same address is the one that goes. */
async function endpointsAt(stripe: Stripe, url: string): Promise<Stripe.WebhookEndpoint[]> {
  const endpoints: Stripe.WebhookEndpoint[] = [];
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
    if (endpoint.url === url) endpoints.push(endpoint);
  }
  return endpoints.sort((a, b) => rank(a) - rank(b));
}

const rank = (endpoint: Stripe.WebhookEndpoint): number =>
  endpoint.metadata.tollgate === OURS.tollgate ? 0 : 1;
