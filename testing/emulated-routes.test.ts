import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiManagementClient } from '@azure/arm-apimanagement';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/**
 * Every `.group.method(`, also where a line ends in between, as the names that it goes through. The rules of imports
 * keep a vendor's SDK to its adapter and to provisioning.
 */
function chainsIn(adapter: string): string[][] {
  return [adapter, 'payment']
    .flatMap(sourcesIn)
    .flatMap((text) =>
      [...text.matchAll(/(?:\s*\.\s*[a-zA-Z]\w*)+\(/g)].map(([chain]) =>
        chain.replace(/[\s(]/g, '').split('.').filter(Boolean),
      ),
    );
}

/** The SDK's function at the end of names, wherever in the chain its client is. */
function methodAt(client: object, names: readonly string[]): (() => unknown) | undefined {
  let found: unknown = client;
  for (const name of names) found = (found as Record<string, unknown> | undefined)?.[name];
  return typeof found === 'function' ? (found as () => unknown) : undefined;
}

/** The operations in a README's table, with how near they are to the vendor's. */
function tableOf(vendor: 'stripe' | 'azure'): Map<string, string> {
  const readme = readFileSync(`emulators/${vendor}/README.md`, 'utf8');
  const rows = readme.matchAll(/^\| (\w+) \| `([^`]+)` \| ([^|]+) \| (\w+) \|/gm);
  return new Map(
    [...rows].map(([, method, path = '', operation = '', fidelity = '']) => [
      vendor === 'stripe' ? `${method} ${path.replace(/:\w+/g, ':id')}` : operation,
      fidelity,
    ]),
  );
}

function notExact(used: ReadonlySet<string>, table: ReadonlyMap<string, string>): string[] {
  return [...used].filter((one) => table.get(one) !== 'exact');
}

describe('the emulators answer exactly what the product asks', () => {
  it('of Stripe', () => {
    const client = new Stripe('sk_test_0000000000');
    const used = new Set(
      chainsIn('lib/stripe').flatMap((names) =>
        names.flatMap((_, start) => {
          const source = methodAt(client, names.slice(start))?.toString() ?? '';
          const [, method, path] = /_makeRequest\('(\w+)', [`'](\/v[^`']+)[`']/.exec(source) ?? [];
          return path === undefined ? [] : [`${method} ${path.replace(/\$\{[^}]*\}/g, ':id')}`];
        }),
      ),
    );
    expect(used).toContain('POST /v1/checkout/sessions');
    expect(used).toContain('POST /v2/billing/meter_event_session');
    expect(used.size).toBeGreaterThan(40);
    expect(notExact(used, tableOf('stripe'))).toEqual([]);
  });

  it('of API Management', () => {
    const credential = { getToken: async () => null };
    const client = new ApiManagementClient(credential, '00000000-0000-0000-0000-000000000000');
    const used = new Set(
      chainsIn('lib/apim').flatMap((names) => {
        const [group = '', method = ''] = names.slice(-2);
        const isGroup = typeof (client as unknown as Record<string, unknown>)[group] === 'object';
        return isGroup && methodAt(client, [group, method])
          ? [`${group}.${method.replace(/AndWait$/, '')}`]
          : [];
      }),
    );
    expect(used).toContain('subscription.createOrUpdate');
    expect(used.size).toBeGreaterThan(20);
    expect(notExact(used, tableOf('azure'))).toEqual([]);
  });
});
