import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { ProductRow } from '../state/rows';
import { missing } from '../wire/stripe-error';

export function getProduct(account: Account, id: string, param?: string): ProductRow {
  const row = account.products.get(id);
  if (!row) throw missing('product', id, param);
  return row;
}

export function renderProduct(row: ProductRow) {
  return {
    id: row.id,
    object: 'product',
    active: row.active,
    created: row.created,
    default_price: row.defaultPrice,
    description: row.description,
    images: row.images,
    livemode: false,
    marketing_features: row.marketingFeatures.map((name) => ({ name })),
    metadata: { ...row.metadata },
    name: row.name,
    package_dimensions: null,
    shippable: row.shippable,
    statement_descriptor: row.statementDescriptor,
    tax_code: row.taxCode,
    tax_details: null,
    type: 'service',
    unit_label: row.unitLabel,
    updated: row.updated,
    url: row.url,
  } satisfies Stripe.Product;
}
