import Stripe from 'stripe';
import { AppError } from '../kit/app-error';

/**
 * Runs one piece of work at Stripe and turns the SDK's errors into ours: they speak of the work and of what
 * to do, and keep the original as the cause. `work` reads as "to ...": 'open the checkout'.
 */
export async function callStripe<T>(work: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toAppError(work, error);
  }
}

/** A list that is read page by page, its errors turned into ours. */
export async function* pagesOf<T>(work: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    throw toAppError(work, error);
  }
}

function toAppError(work: string, error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  ) {
    return new AppError(
      'not-configured',
      `Stripe refused to ${work}: the secret key is wrong or isn’t allowed to do that. Check STRIPE_SECRET_KEY.`,
      { cause: error },
    );
  }
  if (error instanceof Stripe.errors.StripeIdempotencyError) {
    return new AppError(
      'conflict',
      `Stripe was asked to ${work} before, with other details. Start again from the beginning.`,
      { cause: error },
    );
  }
  if (isCurrencyConflict(error)) {
    return new AppError(
      'other-currency',
      `Stripe refused to ${work}, because a customer can have only one currency. Start again from the pricing page.`,
      { cause: error },
    );
  }
  if (isFinal(error)) {
    return new AppError('upstream-refused', refusalText(work, error), { cause: error });
  }
  return new AppError(
    'upstream-failed',
    `Stripe could not ${work} just now. Nothing is lost; try again in a minute.`,
    { cause: error },
  );
}

/** Locks and limits pass, although some of them are answered 400. */
const PASSING_CODES = ['lock_timeout', 'rate_limit', 'idempotency_key_in_use'];

/** What Stripe would answer again however often it is asked. */
function isFinal(error: Stripe.errors.StripeError): boolean {
  if (PASSING_CODES.includes(error.code ?? '')) return false;
  if (error instanceof Stripe.errors.StripeCardError) return true;
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.statusCode !== undefined &&
    error.statusCode >= 400 &&
    error.statusCode < 500 &&
    ![408, 409, 423, 425, 429].includes(error.statusCode)
  );
}

/** What to change, by what Stripe points at; its own words where that is all there is. */
function refusalText(work: string, error: Stripe.errors.StripeError): string {
  const refused = `Stripe refused to ${work}`;
  const code = error.code ?? '';
  if (error instanceof Stripe.errors.StripeCardError) {
    return `${refused}: ${sentence(error.message)} Use another card.`;
  }
  if (code === 'email_invalid' || error.param === 'email') {
    return `${refused}, because it doesn’t accept this email address. Change the address in the account’s settings, then start again.`;
  }
  if (code === 'amount_too_small' || code === 'amount_too_large') {
    return `${refused}, because of the amount: ${sentence(error.message)} The operator has to change the price.`;
  }
  if (/currenc/i.test(error.message) || error.param?.includes('currency')) {
    return `${refused}, because of the currency: ${sentence(error.message)} The operator has to change the price.`;
  }
  return `${refused}: ${sentence(error.message)} Retrying won’t help: change what it names, or ask the operator.`;
}

function sentence(text: string): string {
  const clean = text.trim();
  if (clean === '') return 'it gave no reason.';
  return /[.!?]$/.test(clean) ? clean : `${clean}.`;
}

/** A customer's subscriptions, invoices and discounts share one currency. */
function isCurrencyConflict(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    /combine currencies/i.test(error.message)
  );
}

export function isMissing(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    (error.statusCode === 404 || error.code === 'resource_missing')
  );
}

/** True for a refusal that would be the same however often it is tried. */
export function isRefusal(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400;
}
