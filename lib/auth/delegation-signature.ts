import { createHmac, timingSafeEqual } from 'node:crypto';
import { type DelegationRequest, stringsToSign } from '../domain/access/delegation';

/**
 * True when API Management signed this request: HMAC-SHA512 with one of the validation keys (two while they are
 * rotated) over the documented text or one of its known deviations. Compared in constant time.
 */
export function isSignedDelegation(
  request: DelegationRequest,
  base64Keys: readonly string[],
): boolean {
  // A proxy that decodes twice turns + into a space.
  const text = request.signature.replaceAll(' ', '+');
  const given = Buffer.from(text, 'base64');
  // The same bytes have several spellings, and the portal uses one: a link in another spelling is rejected.
  if (given.toString('base64') !== text) return false;
  let matches = false;
  for (const key of base64Keys) {
    for (const signed of stringsToSign(request)) {
      const expected = createHmac('sha512', Buffer.from(key, 'base64'))
        .update(signed, 'utf8')
        .digest();
      // No early exit: the time must not show which key or form matched.
      if (given.length === expected.length && timingSafeEqual(given, expected)) matches = true;
    }
  }
  return matches;
}
