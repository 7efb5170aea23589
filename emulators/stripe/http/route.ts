import { requestSchema } from '../schemas/request-schema';
import type { Requests } from '../schemas/requests';
import type { Account } from '../state/account';
import type { Endpoint, Fidelity } from './endpoint';
import { masked, refusedBy } from './masked';
import type { Mask, Params } from './parameters';
import { parametersOf } from './take-parameters';

/**
 * One operation of the API. `takes` names the parameters that it does something with, among those that the
 * SDK's type for it has. `run` works without a pause, so that an operation is all or nothing.
 */
export function route<K extends keyof Requests, const M extends Mask<Requests[K]>>(definition: {
  on: K;
  takes: M & object;
  fidelity?: Fidelity;
  note?: string;
  run(call: {
    account: Account;
    params: Params<K, M>;
    id: string;
    path: Readonly<Record<string, string>>;
  }): object;
}): Endpoint {
  const [method, path = ''] = definition.on.split(' ') as [Endpoint['method'], string];
  const parse = parametersOf(definition.on, definition.takes);
  return {
    method,
    path,
    fidelity: definition.fidelity ?? 'exact',
    note: definition.note,
    refuses: () => refusedBy(masked(requestSchema(definition.on), definition.takes, definition.on)),
    run(account, raw, names) {
      const params = parse(raw) as Params<K, M>;
      return definition.run({ account, params, id: names.id ?? '', path: names });
    },
  };
}
