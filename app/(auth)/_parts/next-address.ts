import { safeReturnPath } from '@/lib/kit/return-path';

/** Where to go after signing in; only ever an address of our own. */
export function nextAddress(given: unknown, otherwise: string): string {
  return (typeof given === 'string' ? safeReturnPath(given) : null) ?? otherwise;
}

/** Says why somebody was sent here, so that the form is not a surprise. */
export function reasonText(next: string): string | null {
  if (next.startsWith('/checkout/')) return 'to continue your subscription';
  if (next.startsWith('/apim-delegation')) return 'to continue to the developer portal';
  if (next.startsWith('/account/settings')) return 'to see your settings';
  if (next.startsWith('/account/')) return 'to see your subscription';
  return null;
}

/** The same question on the other form, with the way back kept. */
export function withNext(path: '/sign-in' | '/sign-up', next: string | null) {
  return next === null ? path : (`${path}?next=${encodeURIComponent(next)}` as const);
}
