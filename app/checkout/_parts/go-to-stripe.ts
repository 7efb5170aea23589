import { loadStripe } from '@stripe/stripe-js/pure';

const LOAD_TIMEOUT_MS = 4000;

export interface StripeJs {
  publishableKey: string;
  /** Another address of Stripe.js than Stripe's own; null = Stripe's own. */
  scriptUrl: string | null;
}

/** Loads Stripe.js; null when it can't be had in time (blocked, offline), which is not an error here. */
export async function loadStripeJs({ publishableKey, scriptUrl }: StripeJs) {
  try {
    return await inTime(load({ publishableKey, scriptUrl }));
  } catch {
    return null;
  }
}

async function load({ publishableKey, scriptUrl }: StripeJs) {
  // loadStripe takes the Stripe.js that is on the page already.
  if (scriptUrl !== null) await addScript(scriptUrl);
  return loadStripe(publishableKey);
}

/**
 * Leaves for the checkout by redirectToCheckout, or by its address where Stripe.js is missing, has no such
 * method (later versions don't), or refuses.
 */
export async function goToStripe(
  stripe: Awaited<ReturnType<typeof loadStripeJs>>,
  checkout: { sessionId: string; url: string },
): Promise<void> {
  try {
    if (typeof stripe?.redirectToCheckout === 'function') {
      const answer = await inTime(stripe.redirectToCheckout({ sessionId: checkout.sessionId }));
      if (answer !== null && !answer.error) return;
    }
  } catch {
    // The address below leads to the same page.
  }
  window.location.assign(checkout.url);
}

function addScript(src: string): Promise<void> {
  if ('Stripe' in window) return Promise.resolve();
  const script = document.createElement('script');
  script.src = src;
  const loaded = new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('Stripe.js did not load'));
  });
  document.head.append(script);
  return loaded;
}

function inTime<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LOAD_TIMEOUT_MS));
  return Promise.race([work, late]);
}
