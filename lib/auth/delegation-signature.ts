import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DelegationRequest, stringsToSign } from '../domain/delegation';

/**
 * True when API Management signed this request: HMAC-SHA512 with one of the validation keys (two while they are
 * rotated) over the documented text or one of its known deviations. Compared in constant time.
 */
export function isSignedDelegation(
  request: DelegationRequest,
  base64Keys: readonly string[],
): boolean {
  // A proxy that decodes twice turns + into a space.
  const given = Buffer.from(request.signature.replaceAll(' ', '+'), 'base64');
  let matches = false;
  for (const key of base64Keys) {
    for (const text of stringsToSign(request)) {
      const expected = createHmac('sha512', Buffer.from(key, 'base64'))
        .update(text, 'utf8')
        .digest();
      // No early end: which key or form matched shall not show in the time.
      if (given.length === expected.length && timingSafeEqual(given, expected)) matches = true;
    }
  }
  return matches;
}
