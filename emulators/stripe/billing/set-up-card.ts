import { emit } from '../events/emit';
import { renderSetupIntent } from '../objects/setup-intent';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { SetupIntentRow } from '../state/payment-rows';
import type { Decline, PaymentMethodRow } from '../state/rows';
import { NEEDS_AUTHENTICATION } from './payment';
import { attachCard } from './payment-methods';

export function createSetupIntent(
  account: Account,
  input: Partial<SetupIntentRow> = {},
): SetupIntentRow {
  const id = newId('seti_1', 23).replace('seti_1_', 'seti_1');
  return saveSetupIntent(
    account,
    {
      id,
      created: account.now(),
      customer: null,
      status: 'requires_payment_method',
      paymentMethod: null,
      usage: 'off_session',
      lastError: null,
      cancellationReason: null,
      description: null,
      returnUrl: null,
      metadata: {},
      secret: `${id}_secret_${randomText(32)}`,
      ...input,
    },
    'setup_intent.created',
  );
}

export function saveSetupIntent(
  account: Account,
  next: SetupIntentRow,
  ...types: string[]
): SetupIntentRow {
  account.setupIntents.put(next);
  for (const type of types) emit(account, type, renderSetupIntent(account, next));
  return next;
}

/** Makes a card ready for later charges and gives it to the customer. Answers the bank's refusal, or null. */
export function setUpCard(
  account: Account,
  row: SetupIntentRow,
  card: PaymentMethodRow,
  authenticated: boolean,
): Decline | null {
  const wanted: SetupIntentRow = { ...row, paymentMethod: card.id, lastError: null };
  if (card.authentication !== 'none' && !authenticated) {
    saveSetupIntent(
      account,
      { ...wanted, status: 'requires_action' },
      'setup_intent.requires_action',
    );
    return NEEDS_AUTHENTICATION;
  }
  if (card.onAttach) {
    saveSetupIntent(
      account,
      { ...wanted, status: 'requires_payment_method', lastError: card.onAttach },
      'setup_intent.setup_failed',
    );
    return card.onAttach;
  }
  const ready = rememberAuthentication(account, card);
  if (row.customer !== null) attachCard(account, ready, row.customer);
  saveSetupIntent(account, { ...wanted, status: 'succeeded' }, 'setup_intent.succeeded');
  return null;
}

/** A bank that was asked once lets later charges pass, where the card is one of those. */
export function rememberAuthentication(account: Account, card: PaymentMethodRow): PaymentMethodRow {
  return card.authentication === 'until-set-up'
    ? account.paymentMethods.put({ ...card, authentication: 'none' })
    : card;
}
