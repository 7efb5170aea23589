import { AppError } from '../kit/app-error';

/** Administrator in every service: a token for it would be an administrator's. */
const ADMINISTRATOR = '1';

/**
 * Ids of users that API Management accepts: scripts and older portals have created `jane.doe`, `{5F7F}` and
 * `jane@contoso.com`. The SDK encodes them in paths; characters that could change the path are rejected all the same.
 */
export function checkedUserId(userId: string): string {
  const isPlain = /^[^*#&+:<>?%/\\\p{Cc}\p{Zl}\p{Zp}]{1,80}$/u.test(userId);
  if (!isPlain || /^\.{1,2}$/.test(userId) || userId.trim() !== userId) {
    throw new AppError('bad-request', 'API Management has no user with this ID.');
  }
  if (userId === ADMINISTRATOR) {
    throw new AppError(
      'bad-request',
      'The administrator of API Management can’t be used as a customer.',
    );
  }
  return userId;
}

/** Its token parser ends at the first character that is none of these. */
const PORTAL_READS = /^[A-Za-z0-9_-]+$/;

/** An id that the portal can read in a token. Users with other ids can buy, but we can't sign them in to the portal. */
export function checkedPortalUserId(userId: string): string {
  if (!PORTAL_READS.test(checkedUserId(userId))) {
    throw new AppError(
      'conflict',
      `The developer portal can’t be opened as "${userId}": its sign-in accepts only ids of letters, digits, hyphens and underscores. Your subscriptions and keys are on your account page.`,
    );
  }
  return userId;
}

export function checkedSubscriptionId(subscriptionId: string): string {
  // Quotes would end a text in a filter; the others could change the path.
  const isPlain = /^[^\s'"`*#&+:<>?%/\\\p{Cc}\p{Zl}\p{Zp}]{1,256}$/u.test(subscriptionId);
  if (!isPlain || /^\.{1,2}$/.test(subscriptionId)) {
    throw new AppError('bad-request', 'API Management has no subscription with this ID.');
  }
  return subscriptionId;
}

export function checkedProductId(productId: string): string {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(productId)) {
    throw new AppError('bad-request', 'This is not a valid product ID.');
  }
  return productId;
}

/** One to a hundred characters, in one line. */
export function toDisplayName(name: string): string {
  const clean = oneLine(name).slice(0, 100);
  if (clean === '') throw new AppError('bad-request', 'A subscription needs a name.');
  return clean;
}

/** A name that satisfies all rules, as close to the given one as possible. */
export function toPlainName(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9 _.-]+/g, ' ');
  return oneLine(letters).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '') || 'Subscription';
}

/** API Management requires two names of 1 to 100 characters; people have any number of names. */
export function toFirstAndLastName(name: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = oneLine(name).split(' ');
  return { firstName: first.slice(0, 100) || '-', lastName: rest.join(' ').slice(0, 100) || '-' };
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** `/users/u1` and the full ARM id both come back, depending on the call, some with the last part percent-encoded. */
export function lastSegment(id: string | undefined): string | null {
  const last = id?.split('/').pop();
  if (!last) return null;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** API Management compares ids without regard to case. */
export function isSameId(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}

/** The product of a subscription's scope; null when it is scoped to an API or to all of them. */
export function productOfScope(scope: string | undefined): string | null {
  return /\/products\/([^/]+)$/i.exec(scope ?? '')?.[1] ?? null;
}

/** A text literal in a filter. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
