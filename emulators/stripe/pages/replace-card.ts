import type { Account } from '../account';
import { saveCustomer, saveSubscription } from '../billing/save';
import { attachCard, type CardInput, makeCard } from '../resources/payment-methods';
import type { PaymentMethodRow } from '../rows';

/** A new card takes the old one's place everywhere: on the customer and on what is still running. */
export function replaceCard(
  account: Account,
  customerId: string,
  input: CardInput,
): PaymentMethodRow {
  const card = attachCard(account, makeCard(account, input), customerId);
  const customer = account.customers.get(customerId);
  if (customer) saveCustomer(account, { ...customer, defaultPaymentMethod: card.id });
  for (const one of account.subscriptions.group(customerId)) {
    if (one.status !== 'canceled' && one.status !== 'incomplete_expired') {
      saveSubscription(account, { ...one, defaultPaymentMethod: card.id });
    }
  }
  return card;
}
