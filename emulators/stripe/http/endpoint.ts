import type { Account } from '../state/account';
import type { FormObject } from '../wire/form';

/** How near an operation is to Stripe's; the README's table is made from it. */
export type Fidelity = 'exact' | 'approximate';

/** An operation as the API serves it; `route` makes them. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly fidelity: Fidelity;
  readonly note: string | undefined;
  /** The parameters that Stripe takes there and the emulator refuses: `plan`, `items[][discounts]`. */
  refuses(): string[];
  run(account: Account, raw: FormObject, path: Readonly<Record<string, string>>): object;
}
