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

/** What whoever runs this may not do, and where that is given; null when the failure was another one. */
export function missingRight(error: unknown): string | null {
  const text = error instanceof Error ? error.message : '';
  const [permission, resource = '', verb] = /\brak_(\w+)_(read|write)\b/.exec(text) ?? [];
  if (permission) {
    return (
      `The Stripe key lacks the permission ${permission}: Dashboard > Developers > API keys > the key > Edit > ` +
      `${RESOURCES[resource] ?? resource}: ${verb}.`
    );
  }
  const [, action] = /perform action '([^']+)'/.exec(text) ?? [];
  if (action) {
    return (
      `The identity lacks the action ${action} on the API Management service: give it the role Tollgate provisioning ` +
      '(infra/roles), or another one with this action.'
    );
  }
  return null;
}
