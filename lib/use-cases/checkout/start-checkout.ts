import { hasOtherOf, setCustomerProviderId } from '../../db/customers';
import type { User } from '../../db/generated/client';
import {
  beginCheckoutAttempt,
  createSubscriptionOf,
  dropUnopenedCheckout,
  findPaidWithoutKey,
  findPendingCheckout,
  findSubscription,
  recordOpenCheckout,
  type SubscriptionWithCustomer,
  updateSubscription,
} from '../../db/subscriptions';
import { isUniqueViolation } from '../../db/unique';
import { findUser } from '../../db/users';
import type { CreditRefusal } from '../../domain/access/credit';
import { creditRefusalText, payLink } from '../../domain/access/credit-refusal-text';
import { findProduct } from '../../domain/catalog/catalog';
import type { PaidProduct } from '../../domain/catalog/product';
import { AppError } from '../../kit/app-error';
import { liveKeyOf } from '../../kit/wire-names';
import { audit } from '../audit/audit';
import { askCreditOf } from '../credit/ask-credit';
import { isCustomerDeleted } from '../customers/deleted-customer';
import type { Needs, SyncDeps } from '../deps';
import { mayBeSold } from '../gateway-users/sync-gateway-user';
import { parseSubscriptionName } from '../subscriptions/subscription-name';
import { syncSubscription } from '../subscriptions/sync-subscription';
import { freeCustomer, openAtProvider } from './internal/open-at-provider';
import { subscribeFree } from './internal/subscribe-free';

export type StartCheckoutOutcome =
  | { kind: 'checkout'; sessionId: string; url: string }
  | { kind: 'subscribed'; subscriptionId: string }
  | { kind: 'unknown-product' }
  | { kind: 'invalid-name'; message: string }
  | { kind: 'limit-reached'; message: string }
  | { kind: 'blocked'; message: string }
  /** This owner gets no more credit; `payUrl` is where open amounts can be paid. */
  | { kind: 'no-credit'; message: string; payUrl: string | null }
  | { kind: 'unavailable'; message: string };

/**
 * Opens a checkout for the signed-in user, or subscribes immediately when the product is free. A repeat (a double
 * click, a second tab, a retry after a crash) finds the row of the first and gets the same checkout.
 */
export async function startCheckout(
  deps: SyncDeps & Needs<'newId'>,
  input: { userId: string; productId: string; name: string },
): Promise<StartCheckoutOutcome> {
  const product = findProduct(deps.catalog, input.productId);
  if (!product) return { kind: 'unknown-product' };
  const name = parseSubscriptionName(input.name);
  if (name.kind === 'invalid') return { kind: 'invalid-name', message: name.message };
  const user = await findUser(deps.db, input.userId);
  if (!user) throw new AppError('not-found', 'This account no longer exists.');
  if (product.pricingModelType === 'Free') {
    if (!(await mayBeSold(deps, user))) return BLOCKED;
    return subscribeFree(deps, { userId: input.userId, product, name: name.value });
  }
  // The gateway is the slowest to answer, and these requests don't depend on each other.
  const [isSold, paid, [credit]] = await Promise.all([
    mayBeSold(deps, user),
    findPaidWithoutKey(deps.db, { userId: input.userId, productId: product.id }),
    // Who has paid is not kept from their key by a failure to learn what they owe.
    Promise.allSettled([askCreditOf(deps, user, { productId: product.id, subscriptionId: null })]),
  ]);
  if (!isSold) return BLOCKED;
  if (paid) return finishPaid(deps, paid.id);
  if (credit.status === 'rejected') throw credit.reason;
  if (credit.value) return noCredit(deps, user.id, credit.value);
  return openCheckout(deps, { user, product, name: name.value });
}

/** Nobody should pay for keys that are rejected. */
const BLOCKED = {
  kind: 'blocked',
  message: 'The operator has blocked your access, so a new key wouldn’t work. Ask the operator.',
} as const;

/** Long enough to find the card; Stripe's least is 30 minutes. */
const CHECKOUT_MINUTES = 60;

interface Wanted {
  user: User;
  product: PaidProduct;
  name: string;
}

async function openCheckout(
  deps: SyncDeps & Needs<'newId'>,
  input: Wanted,
): Promise<StartCheckoutOutcome> {
  // Each round either answers or lost a race against another request, so a few rounds always suffice.
  for (let round = 0; round < 5; round += 1) {
    const row = await pendingRow(deps, input);
    if (!row) continue;
    const reused = await reuseOpenCheckout(deps, row, input.name);
    if (reused === 'paid') return { kind: 'subscribed', subscriptionId: row.id };
    if (reused) return reused;
    const opened = await openOrGiveUp(deps, row, input);
    if (opened) return opened;
  }
  return {
    kind: 'unavailable',
    message: 'Several checkouts for this plan were started at once. Wait a moment and try again.',
  };
}

function noCredit(
  deps: Needs<'log'>,
  userId: string,
  refusal: CreditRefusal,
): StartCheckoutOutcome {
  deps.log.info({ userId, refusal: refusal.kind }, 'no checkout: no more credit');
  return {
    kind: 'no-credit',
    message: creditRefusalText(refusal),
    payUrl: payLink(refusal),
  };
}

/** A customer who has paid and sees no key tries again and must not pay a second time. */
async function finishPaid(deps: SyncDeps, subscriptionId: string): Promise<StartCheckoutOutcome> {
  try {
    await syncSubscription(deps, subscriptionId);
    return { kind: 'subscribed', subscriptionId };
  } catch (error) {
    deps.log.error({ subscriptionId, err: error }, 'paid, and its key could not be made');
    return {
      kind: 'unavailable',
      message:
        'You have already paid, and your key is still being created. Check your subscriptions in a few minutes; you won’t be charged again.',
    };
  }
}

async function pendingRow(
  deps: Needs<'catalog' | 'clock' | 'db' | 'newId'>,
  input: Wanted,
): Promise<SubscriptionWithCustomer | null> {
  const names = { userId: input.user.id, productId: input.product.id };
  const pending = await findPendingCheckout(deps.db, names);
  if (pending) return pending;
  const customer = await freeCustomer(deps, { userId: names.userId, product: input.product });
  try {
    const row = await createSubscriptionOf(deps.db, customer, {
      ...names,
      id: `sub-${deps.newId()}`,
      name: input.name,
      liveKey: liveKeyOf(customer.id, input.product.id),
      status: 'checkout',
      createdAt: await deps.clock.now(),
    });
    // A change of plan to this product may have begun meanwhile. Each writes first and looks then, so one of both sees it.
    const others = { customerId: customer.id, productId: input.product.id, except: row.id };
    if (!(await hasOtherOf(deps.db, others))) return row;
    await dropUnopenedCheckout(deps.db, row.id);
    return null;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** The checkout that is open already, 'paid' when it was paid meanwhile, null when a new one is needed. */
async function reuseOpenCheckout(
  deps: SyncDeps,
  row: SubscriptionWithCustomer,
  name: string,
): Promise<StartCheckoutOutcome | 'paid' | null> {
  if (!row.checkoutSessionId) return null;
  const checkout = await deps.payments.readCheckout(row.checkoutSessionId);
  if (checkout?.state === 'complete') {
    await syncSubscription(deps, row.id);
    return 'paid';
  }
  if (checkout?.state !== 'open' || !checkout.url) return null;
  if (row.name === name) return { kind: 'checkout', sessionId: checkout.id, url: checkout.url };
  // Under another name: the old page must not stay payable next to the new one.
  await deps.payments.expireCheckout(checkout.id);
  const after = await deps.payments.readCheckout(checkout.id);
  if (after?.state !== 'complete') return null;
  await syncSubscription(deps, row.id);
  return 'paid';
}

/** Null, with the row given up, when its customer was deleted at the provider: the next round makes another one. */
async function openOrGiveUp(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'payments' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
  input: Wanted,
): Promise<StartCheckoutOutcome | null> {
  try {
    return await openNextAttempt(deps, row, input);
  } catch (error) {
    const customerId = (await findSubscription(deps.db, row.id))?.customer?.providerId;
    if (!customerId || !(await isCustomerDeleted(deps, customerId))) throw error;
    await updateSubscription(deps.db, row.id, {
      status: 'incomplete_expired',
      liveKey: null,
      endedAt: await deps.clock.now(),
    });
    return null;
  }
}

async function openNextAttempt(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'payments' | 'requestAddress' | 'settings'>,
  row: SubscriptionWithCustomer,
  input: Wanted,
): Promise<StartCheckoutOutcome | null> {
  // The customer is made under the name of its row, so neither waits for the other.
  const [attempted, customerOfRow] = await Promise.all([
    attemptInProgress(deps, row, input.name),
    ensureCustomer(deps, row, input.user),
  ]);
  if (!attempted?.customer || !attempted.checkoutExpiresAt) return null;
  const customerId =
    attempted.customerId === row.customerId
      ? customerOfRow
      : await ensureCustomer(deps, attempted, input.user);
  const checkout = await openAtProvider(deps, attempted, {
    product: input.product,
    customerId,
    userId: input.user.id,
    subscriptionId: attempted.id,
    subscriptionName: attempted.name,
    attempt: attempted.checkoutAttempt,
    successUrl: `${deps.settings.appUrl}/checkout/success?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${deps.settings.appUrl}/checkout/cancel?product=${encodeURIComponent(input.product.id)}`,
    expiresAt: attempted.checkoutExpiresAt,
  });
  if (!checkout?.url) return null;
  await Promise.all([
    recordOpenCheckout(deps.db, attempted.id, { id: checkout.id, url: checkout.url }),
    audit(deps, {
      actor: input.user.id,
      action: 'subscription.checkout-opened',
      targetType: 'subscription',
      targetId: attempted.id,
      details: { productId: input.product.id },
    }),
  ]);
  deps.log.info(
    { userId: input.user.id, subscriptionId: attempted.id, checkoutId: checkout.id },
    'checkout opened',
  );
  return { kind: 'checkout', sessionId: checkout.id, url: checkout.url };
}

/**
 * The attempt to open: one that was recorded and whose checkout is not known yet (the other half of a double click, or
 * a crash between the two) is joined under its own key; otherwise the next one begins.
 */
async function attemptInProgress(
  deps: Needs<'clock' | 'db'>,
  row: SubscriptionWithCustomer,
  name: string,
): Promise<SubscriptionWithCustomer | null> {
  const now = await deps.clock.now();
  const open = row.checkoutAttempt > 0 && !row.checkoutSessionId && row.checkoutExpiresAt;
  if (open && open.getTime() - now.getTime() > 31 * 60_000) return row;
  const began = await beginCheckoutAttempt(deps.db, {
    subscriptionId: row.id,
    attempt: row.checkoutAttempt + 1,
    name,
    expiresAt: new Date(now.getTime() + CHECKOUT_MINUTES * 60_000),
  });
  if (began) return { ...began, customer: row.customer, planVersion: row.planVersion };
  const fresh = await findSubscription(deps.db, row.id);
  return fresh && !fresh.checkoutSessionId && fresh.status === 'checkout' ? fresh : null;
}

async function ensureCustomer(
  deps: Needs<'db' | 'payments'>,
  row: SubscriptionWithCustomer,
  user: User,
): Promise<string> {
  if (!row.customer) throw new AppError('conflict', 'This checkout has no billing customer.');
  if (row.customer.providerId) return row.customer.providerId;
  const { customerId } = await deps.payments.createCustomer({
    ourId: row.customer.id,
    userId: user.id,
    email: user.email,
    name: user.name,
  });
  await setCustomerProviderId(deps.db, row.customer.id, customerId);
  return customerId;
}
