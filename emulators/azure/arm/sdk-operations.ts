import { ApiManagementClient } from '@azure/arm-apimanagement';
import { z } from 'zod';

const parameters = z
  .array(
    z.object({
      mapper: z.object({ serializedName: z.string().optional(), required: z.boolean().optional() }),
    }),
  )
  .default([]);
const specSchema = z.object({
  httpMethod: z.string(),
  path: z.string(),
  responses: z.record(z.string(), z.unknown()),
  queryParameters: parameters,
  headerParameters: parameters,
});
type Spec = z.output<typeof specSchema>;

const SERVICE =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}';

/**
 * Every operation of the service that the official SDK has, one a line:
 * `method path | name | query parameters | whether If-Match is required, optional or none | statuses`.
 * Each method is called with its sending replaced, which shows what it would send and accept.
 */
export async function sdkOperations(): Promise<string[]> {
  const credential = { getToken: async () => ({ token: 'none', expiresOnTimestamp: 0 }) };
  const client = new ApiManagementClient(credential, '00000000-0000-0000-0000-000000000000');
  const found = new Map<string, string>();
  let name = '';
  const catchSpec = async (_: unknown, spec: unknown): Promise<never> => {
    const { data } = specSchema.safeParse(spec);
    if (data?.path.startsWith(SERVICE)) {
      const route = `${data.httpMethod} ${data.path.slice(SERVICE.length) || '/'}`;
      if (!found.has(route)) found.set(route, lineOf(route, name, data));
    }
    throw new NotSent();
  };
  Object.assign(client, { sendOperationRequest: catchSpec });
  for (const [group, operations] of Object.entries(client)) {
    for (const method of methodsOf(operations)) {
      name = `${group}.${method}`;
      await callOnce(operations, method);
    }
  }
  return [...found.values()].sort();
}

class NotSent extends Error {}

function methodsOf(operations: unknown): string[] {
  if (typeof operations !== 'object' || operations === null) return [];
  const prototype: unknown = Object.getPrototypeOf(operations);
  if (prototype === Object.prototype || prototype === null) return [];
  return Object.getOwnPropertyNames(prototype).filter(
    (name) => !/^_|^constructor$|Next$|AndWait$|Paging(Page|All)$/.test(name),
  );
}

async function callOnce(operations: object, method: string): Promise<void> {
  const call: unknown = Reflect.get(operations, method);
  if (typeof call !== 'function') return;
  try {
    const made: unknown = call.apply(operations, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    if (typeof made === 'object' && made !== null && 'next' in made) {
      if (typeof made.next === 'function') await made.next();
    } else await made;
  } catch {
    // Nothing is ever sent, so every call ends here.
  }
}

function lineOf(route: string, name: string, spec: Spec): string {
  const query = spec.queryParameters
    .flatMap(({ mapper }) => mapper.serializedName ?? [])
    .filter((one) => one !== 'api-version');
  const ifMatch = spec.headerParameters.find(({ mapper }) => mapper.serializedName === 'If-Match');
  const need = !ifMatch ? 'none' : ifMatch.mapper.required ? 'required' : 'optional';
  const statuses = Object.keys(spec.responses).filter((one) => one !== 'default');
  return [route, name, query.join(' '), need, statuses.join(' ')].join(' | ');
}
