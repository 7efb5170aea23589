/** Stripe's resources as its Dashboard calls them where a restricted key is made. */
const RESOURCES: Readonly<Record<string, string>> = {
  product: 'Products',
  price: 'Prices',
  billing_meter: 'Billing meters',
  webhook: 'Webhook endpoints',
  customer_portal: 'Customer portal',
  subscription: 'Subscriptions',
  customer: 'Customers',
};

/** Which permission a restricted key lacks, and where it is granted; null when the failure was another one. */
export function missingPermission(error: unknown): string | null {
  const text = error instanceof Error ? error.message : '';
  const [permission, resource = '', verb] = /\brak_(\w+)_(read|write)\b/.exec(text) ?? [];
  if (!permission) return null;
  return (
    `The Stripe key lacks the permission ${permission}: Dashboard > Developers > API keys > the key > Edit > ` +
    `${RESOURCES[resource] ?? resource}: ${verb}.`
  );
}
