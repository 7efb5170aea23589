import type { z } from 'zod';
import type { Account } from '../account';
import type { FormObject } from './form';
import { parseParams } from './params';

/** How near an operation is to Stripe's; the README's table is made from it. */
export type Fidelity = 'exact' | 'approximate';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly fidelity: Fidelity;
  readonly note: string | undefined;
  /** The parameters that Stripe takes there and the emulator refuses: `plan`, `items[][discounts]`. */
  refuses(): string[];
  run(account: Account, raw: FormObject, path: Readonly<Record<string, string>>): object;
}

/** One operation of the API. `run` works without a pause, so that an operation is all or nothing. */
export function endpoint<S extends z.ZodType>(definition: {
  method: Endpoint['method'];
  path: string;
  params: S;
  fidelity?: Fidelity;
  note?: string;
  run(call: {
    account: Account;
    params: z.output<S>;
    id: string;
    path: Readonly<Record<string, string>>;
  }): object;
}): Endpoint {
  return {
    method: definition.method,
    path: definition.path,
    fidelity: definition.fidelity ?? 'exact',
    note: definition.note,
    refuses: () => [],
    run(account, raw, path) {
      const params = parseParams(definition.params, raw);
      return definition.run({ account, params, id: path.id ?? '', path });
    },
  };
}
