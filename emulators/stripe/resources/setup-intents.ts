import { usableCard } from '../billing/payment-methods';
import { createSetupIntent, saveSetupIntent, setUpCard } from '../billing/set-up-card';
import type { Params } from '../http/parameters';
import { inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { getSetupIntent, renderSetupIntent } from '../objects/setup-intent';
import type { Account } from '../state/account';
import type { SetupIntentRow } from '../state/payment-rows';
import type { PaymentMethodRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { cardDeclined, invalid } from '../wire/stripe-error';

const confirmed = { payment_method: true, return_url: true, use_stripe_sdk: true } as const;
const created = {
  ...confirmed,
  allowed_payment_method_types: ['card'],
  automatic_payment_methods: true,
  confirm: true,
  customer: true,
  description: { max: 1000 },
  metadata: true,
  usage: true,
} as const;
const updated = { description: { max: 1000 }, metadata: true } as const;

function create(
  account: Account,
  params: Params<'POST /v1/setup_intents', typeof created>,
): SetupIntentRow {
  const card =
    params.payment_method === undefined
      ? undefined
      : usableCard(account, params.payment_method, 'payment_method');
  const row = createSetupIntent(account, {
    customer:
      params.customer === undefined ? null : getCustomer(account, params.customer, 'customer').id,
    status: card ? 'requires_confirmation' : 'requires_payment_method',
    paymentMethod: card?.id ?? null,
    usage: params.usage ?? 'off_session',
    description: params.description ?? null,
    returnUrl: params.return_url ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
  return params.confirm ? setUp(account, row, card) : row;
}

function confirm(
  account: Account,
  row: SetupIntentRow,
  params: Params<'POST /v1/setup_intents/:id/confirm', typeof confirmed>,
): SetupIntentRow {
  const card =
    params.payment_method === undefined
      ? account.paymentMethods.get(row.paymentMethod ?? '')
      : usableCard(account, params.payment_method, 'payment_method');
  return setUp(account, { ...row, returnUrl: params.return_url ?? row.returnUrl }, card);
}

function setUp(
  account: Account,
  row: SetupIntentRow,
  card: PaymentMethodRow | undefined,
): SetupIntentRow {
  if (row.status === 'succeeded' || row.status === 'canceled') {
    throw invalid(
      `You cannot confirm this SetupIntent because it has a status of ${row.status}.`,
      undefined,
      'setup_intent_unexpected_state',
    );
  }
  if (!card) {
    throw invalid(
      'You cannot confirm this SetupIntent because it is missing a payment method. Provide one with `payment_method`.',
      undefined,
      'setup_intent_unexpected_state',
    );
  }
  const decline = setUpCard(account, row, card, false);
  const after = getSetupIntent(account, row.id);
  if (decline && after.status !== 'requires_action')
    throw cardDeclined(decline, { setup_intent: renderSetupIntent(account, after) });
  return after;
}

function cancel(account: Account, row: SetupIntentRow, reason: string | null): SetupIntentRow {
  if (row.status === 'succeeded' || row.status === 'canceled') {
    throw invalid(
      `You cannot cancel this SetupIntent because it has a status of ${row.status}.`,
      undefined,
      'setup_intent_unexpected_state',
    );
  }
  return saveSetupIntent(
    account,
    { ...row, status: 'canceled', cancellationReason: reason },
    'setup_intent.canceled',
  );
}

export const setupIntentEndpoints = [
  route({
    on: 'POST /v1/setup_intents',
    takes: created,
    run: ({ account, params }) => renderSetupIntent(account, create(account, params)),
  }),
  route({
    on: 'GET /v1/setup_intents',
    takes: { ...paged, created: true, customer: true, payment_method: true },
    run: ({ account, params }) =>
      listPage({
        table: account.setupIntents,
        params,
        url: '/v1/setup_intents',
        what: 'setupintent',
        where: (row) =>
          (params.customer === undefined || row.customer === params.customer) &&
          (params.payment_method === undefined || row.paymentMethod === params.payment_method) &&
          inRange(row.created, params.created),
        render: (row) => renderSetupIntent(account, row),
      }),
  }),
  route({
    on: 'GET /v1/setup_intents/:id',
    takes: { client_secret: true },
    run: ({ account, id }) => renderSetupIntent(account, getSetupIntent(account, id)),
  }),
  route({
    on: 'POST /v1/setup_intents/:id',
    takes: updated,
    run: ({ account, params, id }) => {
      const row = getSetupIntent(account, id);
      return renderSetupIntent(
        account,
        saveSetupIntent(account, {
          ...row,
          description: params.description ?? row.description,
          metadata: mergeMetadata(row.metadata, params.metadata),
        }),
      );
    },
  }),
  route({
    on: 'POST /v1/setup_intents/:id/confirm',
    takes: confirmed,
    run: ({ account, params, id }) =>
      renderSetupIntent(account, confirm(account, getSetupIntent(account, id), params)),
  }),
  route({
    on: 'POST /v1/setup_intents/:id/cancel',
    takes: { cancellation_reason: true },
    run: ({ account, params, id }) =>
      renderSetupIntent(
        account,
        cancel(account, getSetupIntent(account, id), params.cancellation_reason ?? null),
      ),
  }),
];
