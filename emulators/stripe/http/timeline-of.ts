import { clockOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import type { FormObject } from '../wire/form';
import { StripeError } from '../wire/stripe-error';

/** What a request may name its object or its customer by, besides its address. */
const NAMES = [
  'customer',
  'subscription',
  'invoice',
  'from_subscription',
  'payment_intent',
  'charge',
] as const;

/**
 * The test clock by which the objects of a request live; null = the world's. While the clock is
 * advanced nothing of it may be changed from outside.
 */
export function timelineOf(
  account: Account,
  call: { method: string; raw: FormObject; path: Readonly<Record<string, string>> },
): string | null {
  if (account.timelines.clocks.size === 0) return null;
  const given = [...Object.values(call.path), ...NAMES.map((name) => call.raw[name])];
  for (const id of given) {
    const clock = typeof id === 'string' ? clockOf(account, ownerOf(account, id)) : null;
    if (clock === null) continue;
    const advancing = account.timelines.clocks.get(clock)?.target ?? null;
    if (call.method !== 'GET' && advancing !== null) throw underway();
    return clock;
  }
  return typeof call.raw.test_clock === 'string' && call.method === 'POST'
    ? (account.timelines.clocks.get(call.raw.test_clock)?.id ?? null)
    : null;
}

/** The customer to whom an object belongs. */
function ownerOf(account: Account, id: string): string | null {
  const [kind = ''] = id.split(/_(?=[^_]+$)/);
  switch (kind) {
    case 'cus':
      return id;
    case 'sub':
      return account.subscriptions.get(id)?.customer ?? null;
    case 'si':
      return (
        account.subscriptions.find((row) => row.items.some((item) => item.id === id))?.customer ??
        null
      );
    case 'sub_sched':
      return account.schedules.get(id)?.customer ?? null;
    case 'in':
      return account.invoices.get(id)?.customer ?? null;
    case 'ii':
      return account.invoiceItems.get(id)?.customer ?? null;
    case 'pi':
      return account.paymentIntents.get(id)?.customer ?? null;
    case 'ch':
      return account.charges.get(id)?.customer ?? null;
    case 'seti':
      return account.setupIntents.get(id)?.customer ?? null;
    case 're':
      return (
        account.paymentIntents.get(account.refunds.get(id)?.paymentIntent ?? '')?.customer ?? null
      );
    case 'cs_test':
      return account.sessions.get(id)?.customer ?? null;
    case 'card':
    case 'pm':
      return account.paymentMethods.get(id)?.customer ?? null;
    default:
      return null;
  }
}

function underway(): StripeError {
  return new StripeError(429, {
    type: 'invalid_request_error',
    message: 'Test clock advancement underway - cannot perform modifications.',
  });
}
