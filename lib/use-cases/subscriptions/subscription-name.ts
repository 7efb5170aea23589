import { singleLine } from '../../kit/plain-text';

/** API Management's own limit for a display name is 1 to 100 characters; it is not checked by its SDK. */
export function parseSubscriptionName(
  given: string,
): { kind: 'ok'; value: string } | { kind: 'invalid'; message: string } {
  const value = singleLine(given);
  if (value === null) {
    return {
      kind: 'invalid',
      message: 'The name contains a character that can’t be displayed. Enter it again.',
    };
  }
  if (value.length === 0) {
    return { kind: 'invalid', message: 'Enter a name, such as “My first app”.' };
  }
  if (value.length > 100) {
    return { kind: 'invalid', message: 'Use at most 100 characters.' };
  }
  return { kind: 'ok', value };
}
