import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { differences } from '../../kit/differences';
import { METADATA, OURS, stripeProductId } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import { isMissing } from '../errors';

/** The product as it appears on invoices and on the checkout page. */
export async function checkProduct(stripe: Stripe, product: PaidProduct): Promise<Findings> {
  const id = stripeProductId(product.id);
  const subject = `product ${id}`;
  const name = product.displayName ?? product.id;
  const metadata = { ...OURS, [METADATA.productId]: product.id };
  const existing = await findProduct(stripe, id);
  if (!existing) {
    const details = `"${name}"`;
    const run = async () => {
      const description = product.description ? { description: product.description } : {};
      await stripe.products.create({ id, name, ...description, metadata });
    };
    return {
      ...noFindings(),
      checked: 1,
      steps: [{ system: 'Stripe', subject, action: 'create', details, run }],
    };
  }
  const wanted = { name, description: product.description, active: true };
  const differs = [
    ...differences(wanted, { ...existing }),
    ...differences(metadata, existing.metadata),
  ];
  if (differs.length === 0) return { ...noFindings(), checked: 1 };
  const run = async () => {
    await stripe.products.update(id, {
      name,
      description: product.description ?? '',
      active: true,
      metadata,
    });
  };
  return {
    ...noFindings(),
    checked: 1,
    steps: [{ system: 'Stripe', subject, action: 'update', details: differs.join('; '), run }],
  };
}

async function findProduct(stripe: Stripe, id: string): Promise<Stripe.Product | null> {
  try {
    return await stripe.products.retrieve(id);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
