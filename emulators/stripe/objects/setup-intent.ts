import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { SetupIntentRow } from '../state/payment-rows';
import { missing } from '../wire/stripe-error';
import { lastError, nextAction } from './payment-intent';

export function getSetupIntent(account: Account, id: string): SetupIntentRow {
  const row = account.setupIntents.get(id);
  if (!row) throw missing('setupintent', id);
  return row;
}

export function renderSetupIntent(account: Account, row: SetupIntentRow) {
  return {
    id: row.id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: row.cancellationReason as Stripe.SetupIntent['cancellation_reason'],
    client_secret: row.secret,
    created: row.created,
    customer: row.customer,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: lastError(account, row),
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: { ...row.metadata },
    next_action: nextAction(account, row),
    on_behalf_of: null,
    payment_method: row.status === 'requires_payment_method' ? null : row.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: row.status,
    usage: row.usage,
  } satisfies Stripe.SetupIntent;
}
