import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { pricePlan } from '../../domain/pricing/price-plan';
import { differences } from '../../kit/differences';
import { CUSTOMER_KEY, meterEventName, VALUE_KEY } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';

/** Meter ids by event name: those that exist, and those that are made while the plan is carried out. */
export type MeterIds = Map<string, string>;

/**
 * One meter for each metered product, aggregation `last`: what is sent is the calls so far in the period, so
 * sending it again changes nothing.
 */
export async function checkMeters(
  stripe: Stripe,
  products: readonly PaidProduct[],
  meterIds: MeterIds,
): Promise<Findings> {
  const existing = await metersByEvent(stripe);
  const findings = noFindings();
  for (const product of products) {
    if (pricePlan(product).kind !== 'metered') continue;
    findings.checked += 1;
    const params = meterParams(product);
    const meter = existing.get(params.event_name);
    const subject = `meter ${params.event_name}`;
    if (!meter) {
      const run = async () => {
        const created = await stripe.billing.meters.create(params);
        meterIds.set(created.event_name, created.id);
      };
      const details = 'calls so far in the period; the last value counts';
      findings.steps.push({ system: 'Stripe', subject, action: 'create', details, run });
      continue;
    }
    refuseOtherRules(meter, params);
    meterIds.set(meter.event_name, meter.id);
    const wanted = { display_name: params.display_name, status: 'active' };
    const differs = differences(wanted, { ...meter });
    if (differs.length === 0) continue;
    const run = async () => {
      if (meter.status !== 'active') await stripe.billing.meters.reactivate(meter.id);
      if (meter.display_name !== params.display_name) {
        await stripe.billing.meters.update(meter.id, { display_name: params.display_name });
      }
    };
    const details = differs.join('; ');
    findings.steps.push({ system: 'Stripe', subject, action: 'update', details, run });
  }
  return findings;
}

/** How the meter of a product of this name is called in the Dashboard. */
export const meterDisplayName = (name: string): string => `${name} calls`;

/** What a product's meter is made with. */
export function meterParams(product: PaidProduct): Stripe.Billing.MeterCreateParams {
  return {
    display_name: meterDisplayName(product.displayName ?? product.id),
    event_name: meterEventName(product.id),
    default_aggregation: { formula: 'last' },
    customer_mapping: { type: 'by_id', event_payload_key: CUSTOMER_KEY },
    value_settings: { event_payload_key: VALUE_KEY },
  };
}

async function metersByEvent(stripe: Stripe): Promise<Map<string, Stripe.Billing.Meter>> {
  const meters = new Map<string, Stripe.Billing.Meter>();
  for await (const meter of stripe.billing.meters.list({ limit: 100 })) {
    const known = meters.get(meter.event_name);
    // An event name belongs to one active meter; inactive ones may share it.
    if (known?.status !== 'active') meters.set(meter.event_name, meter);
  }
  return meters;
}

/** How a meter counts cannot be changed at Stripe, and billing with other rules would charge wrong amounts. */
function refuseOtherRules(
  meter: Stripe.Billing.Meter,
  wanted: Stripe.Billing.MeterCreateParams,
): void {
  const rules = {
    default_aggregation: wanted.default_aggregation,
    customer_mapping: wanted.customer_mapping,
    value_settings: wanted.value_settings,
  };
  const differs = differences(rules, { ...meter });
  if (differs.length === 0) return;
  throw new Error(
    `Meter ${meter.event_name} at Stripe counts in another way (${differs.join('; ')}), and a meter's rules ` +
      'cannot be changed. Deactivate it in the Stripe Dashboard after its last invoice, then give the product a new id.',
  );
}
