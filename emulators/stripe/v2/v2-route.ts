import type { z } from 'zod';
import type { Endpoint, Fidelity } from '../http/endpoint';
import type { Account } from '../state/account';
import { invalidFields } from './v2-error';

/** One operation of Stripe's second API: JSON in, JSON out. `run` works without a pause. */
export interface V2Route
  extends Pick<Endpoint, 'method' | 'path' | 'fidelity' | 'note' | 'refuses'> {
  /** The key is a session's token instead of an API key. */
  readonly bySession: boolean;
  run(account: Account, body: unknown, id: string): object;
}

export function v2Route<S extends z.ZodType>(definition: {
  on: `${Endpoint['method']} /v2/${string}`;
  takes: S;
  fidelity?: Fidelity;
  note?: string;
  /** What Stripe takes there and the emulator does not. */
  refuses?: string[];
  bySession?: true;
  run(call: { account: Account; params: z.output<S>; id: string }): object;
}): V2Route {
  const [method, path = ''] = definition.on.split(' ') as [Endpoint['method'], string];
  return {
    method,
    path,
    fidelity: definition.fidelity ?? 'exact',
    note: definition.note,
    bySession: definition.bySession ?? false,
    refuses: () => definition.refuses ?? [],
    run: (account, body, id) =>
      definition.run({ account, params: parse(definition.takes, body), id }),
  };
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? []).map(String).join('.');
  const what =
    issue?.code === 'unrecognized_keys' ? `unknown field ${issue.keys[0]}` : issue?.message;
  throw invalidFields(field === '' ? `${what}` : `${field}: ${what}`);
}
