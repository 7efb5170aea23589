import Stripe from 'stripe';
import { AppError } from '../domain/app-error';

/**
 * Runs one piece of work at Stripe and turns the SDK's errors into ours: they speak of the work and of what
 * to do, and keep the original as the cause. `work` reads as "to ...": 'open the checkout'.
 */
export async function atStripe<T>(work: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toAppError(work, error);
  }
}

/** A list that is read page by page, its errors turned into ours. */
export async function* listed<T>(work: string, pages: AsyncIterable<T>): AsyncGenerator<T> {
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
      `Stripe refused to ${work}: the secret key is wrong or may not do that. Check STRIPE_SECRET_KEY.`,
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
  return new AppError(
    'upstream-failed',
    `Stripe could not ${work} just now. Nothing is lost; try again in a minute.`,
    { cause: error },
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
