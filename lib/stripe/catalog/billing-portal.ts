import type Stripe from 'stripe';
import { differences } from '../../kit/differences';
import { OURS } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';

/**
 * What customers may do in Stripe's own pages: change the card, see invoices, cancel a subscription at the end of its
 * period. Not immediately, because that would leave usage unbilled; and no plan changes, which metered prices do not
 * support there.
 */
const FEATURES = {
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  customer_update: { enabled: true, allowed_updates: ['address', 'tax_id'] },
  subscription_cancel: { enabled: true, mode: 'at_period_end', proration_behavior: 'none' },
  subscription_update: { enabled: false },
} satisfies Stripe.BillingPortal.ConfigurationCreateParams.Features;

export async function checkBillingPortal(
  stripe: Stripe,
  input: { returnUrl: string },
): Promise<Findings> {
  const subject = 'billing portal configuration';
  const params = { features: FEATURES, default_return_url: input.returnUrl };
  const existing = await findConfiguration(stripe);
  if (!existing) {
    const run = async () => {
      await stripe.billingPortal.configurations.create({ ...params, metadata: OURS });
    };
    const details = 'card, invoices, cancelling at the end of a period';
    return {
      ...noFindings(),
      checked: 1,
      steps: [{ system: 'Stripe', subject, action: 'create', details, run }],
    };
  }
  const differs = [
    ...differences({ default_return_url: input.returnUrl, active: true }, { ...existing }),
    ...featureDifferences(existing.features),
  ];
  if (differs.length === 0) return { ...noFindings(), checked: 1 };
  const run = async () => {
    await stripe.billingPortal.configurations.update(existing.id, { ...params, active: true });
  };
  return {
    ...noFindings(),
    checked: 1,
    steps: [{ system: 'Stripe', subject, action: 'update', details: differs.join('; '), run }],
  };
}

/** Stripe returns more fields than were sent; only ours are compared. */
function featureDifferences(actual: Stripe.BillingPortal.Configuration.Features): string[] {
  const given = new Map<string, object>(Object.entries(actual));
  return Object.entries(FEATURES).flatMap(([name, wanted]) =>
    differences(wanted, { ...given.get(name) }).map((text) => `${name} ${text}`),
  );
}

async function findConfiguration(
  stripe: Stripe,
): Promise<Stripe.BillingPortal.Configuration | null> {
  for await (const configuration of stripe.billingPortal.configurations.list({ limit: 100 })) {
    if (configuration.metadata?.tollgate === OURS.tollgate) return configuration;
  }
  return null;
}
