import { AppError } from '../domain/app-error';

/** Administrator in every service: a token for it would be an administrator's. */
const ADMINISTRATOR = '1';

/**
 * Ids that API Management takes. The SDK declares these rules and does not check them. The portal's token
 * parser allows fewer characters in a user id than ARM does.
 */
export function checkedUserId(userId: string): string {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(userId) || userId === ADMINISTRATOR) {
    throw new AppError('bad-request', 'This is no id of a user of ours.');
  }
  return userId;
}

export function checkedSubscriptionId(subscriptionId: string): string {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(subscriptionId)) {
    throw new AppError('bad-request', 'This is no id of a subscription of ours.');
  }
  return subscriptionId;
}

export function checkedProductId(productId: string): string {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(productId)) {
    throw new AppError('bad-request', 'This is no id of a product.');
  }
  return productId;
}

/** One to a hundred characters, in one line. */
export function toDisplayName(name: string): string {
  const clean = oneLine(name).slice(0, 100);
  if (clean === '') throw new AppError('bad-request', 'A subscription needs a name.');
  return clean;
}

/** API Management wants two names of 1 to 100 characters; people have any number of them. */
export function toFirstAndLastName(name: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = oneLine(name).split(' ');
  return { firstName: first.slice(0, 100) || '-', lastName: rest.join(' ').slice(0, 100) || '-' };
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** `/users/u1` and the full ARM id both come back, depending on the call. */
export function lastSegment(id: string | undefined): string | null {
  return id?.split('/').pop() || null;
}

/** The product of a subscription's scope; null when it is scoped to an API or to all of them. */
export function productOfScope(scope: string | undefined): string | null {
  return /\/products\/([^/]+)$/i.exec(scope ?? '')?.[1] ?? null;
}

/** A text literal in a filter. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
