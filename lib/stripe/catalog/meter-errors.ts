import type Stripe from 'stripe';
import { differences } from '../../kit/differences';
import { OURS } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import type { SecretStore } from '../../ports/secret-store';

type Destination = Stripe.V2.Core.EventDestination;

/**
 * The events by which Stripe reports that it accepted usage reports and could not use them. There are no others about
 * meters.
 */
export const METER_EVENTS = [
  'v1.billing.meter.error_report_triggered',
  'v1.billing.meter.no_meter_found',
];

/**
 * The destination for errors of meters, which come as thin events and so need one of their own. Its signing secret is
 * shown once, at creation; a destination whose secret is lost is replaced.
 */
export async function checkMeterErrors(
  stripe: Stripe,
  input: { url: string; secrets: SecretStore },
): Promise<Findings> {
  const { url, secrets } = input;
  const findings: Findings = { ...noFindings(), checked: 1 };
  const existing = await destinationsAt(stripe, url);
  const [current] = existing;
  const subject = `event destination ${url}`;
  const reason = reasonToReplace(current, secrets);
  if (reason) {
    const run = async () => {
      const created = await stripe.v2.core.eventDestinations.create({
        ...WANTED,
        type: 'webhook_endpoint',
        event_payload: 'thin',
        webhook_endpoint: { url },
        include: ['webhook_endpoint.signing_secret'],
      });
      const secret = created.webhook_endpoint?.signing_secret;
      if (!secret) throw new Error('Stripe told no signing secret for the new destination.');
      secrets.write('STRIPE_METER_WEBHOOK_SECRET', secret);
      // Only now: until here the old one keeps events from being lost.
      for (const old of existing) await stripe.v2.core.eventDestinations.del(old.id);
    };
    const action = current ? 'replace' : 'create';
    findings.steps.push({ system: 'Stripe', subject, action, details: reason, run });
    return findings;
  }
  if (!current) return findings;
  const differs = differences({ ...WANTED, status: 'enabled' }, { ...current });
  if (differs.length > 0) {
    const run = async () => {
      await stripe.v2.core.eventDestinations.update(current.id, WANTED);
      if (current.status !== 'enabled') await stripe.v2.core.eventDestinations.enable(current.id);
    };
    const details = differs.join('; ');
    findings.steps.push({ system: 'Stripe', subject, action: 'update', details, run });
  }
  for (const other of existing.slice(1)) {
    if (other.status !== 'enabled') continue;
    const run = async () => {
      await stripe.v2.core.eventDestinations.disable(other.id);
    };
    const details = `${other.id} has this address too: each event comes twice, once under another secret`;
    findings.steps.push({ system: 'Stripe', subject, action: 'disable', details, run });
  }
  return findings;
}

const WANTED = {
  name: 'Tollgate usage errors',
  enabled_events: METER_EVENTS,
  metadata: { ...OURS },
};

function reasonToReplace(current: Destination | undefined, secrets: SecretStore): string | null {
  if (!current) return 'usage reports that were taken and could not be used';
  // The event format of a destination can't be changed.
  if (current.event_payload !== 'thin') return `${current.event_payload} events -> thin`;
  return secrets.isLost('STRIPE_METER_WEBHOOK_SECRET')
    ? 'its signing secret is not in the file'
    : null;
}

/** Ours first, so that one made by hand under the same address is the one that goes. */
async function destinationsAt(stripe: Stripe, url: string): Promise<Destination[]> {
  const found: Destination[] = [];
  const list = stripe.v2.core.eventDestinations.list({ include: ['webhook_endpoint.url'] });
  for await (const one of list) if (one.webhook_endpoint?.url === url) found.push(one);
  const rank = (one: Destination) => (one.metadata?.tollgate === OURS.tollgate ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}
