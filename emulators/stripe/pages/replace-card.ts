import { type CardInput, makeCard } from '../billing/payment-methods';
import { saveCustomer, saveSubscription } from '../billing/save';
import { createSetupIntent, setUpCard } from '../billing/set-up-card';
import type { Account } from '../state/account';
import type { PaymentMethodRow } from '../state/rows';
import { cardDeclined } from '../wire/stripe-error';

/** A new card takes the old one's place everywhere: on the customer and on what is still running. */
export function replaceCard(
  account: Account,
  customerId: string,
  input: CardInput,
): PaymentMethodRow {
  const intent = createSetupIntent(account, { customer: customerId });
  const card = makeCard(account, input);
  const decline = setUpCard(account, intent, card, true);
  if (decline) throw cardDeclined(decline);
  const customer = account.customers.get(customerId);
  if (customer) saveCustomer(account, { ...customer, defaultPaymentMethod: card.id });
  for (const one of account.subscriptions.group(customerId)) {
    if (one.status !== 'canceled' && one.status !== 'incomplete_expired') {
      saveSubscription(account, { ...one, defaultPaymentMethod: card.id });
    }
  }
  return account.paymentMethods.get(card.id) ?? card;
}
