import { changedTo } from '../http/params';
import type { Address } from '../state/rows';

/** What of an address is taken; `''` for the whole or a part unsets it. */
export const addressTakes = {
  city: { clearable: true },
  country: { max: 2, clearable: true },
  line1: { clearable: true },
  line2: { clearable: true },
  postal_code: { clearable: true },
  state: { clearable: true },
} as const;

export function toAddress(given: Partial<Record<keyof Address, string>>): Address {
  return {
    city: changedTo(given.city, null),
    country: changedTo(given.country, null),
    line1: changedTo(given.line1, null),
    line2: changedTo(given.line2, null),
    postal_code: changedTo(given.postal_code, null),
    state: changedTo(given.state, null),
  };
}
