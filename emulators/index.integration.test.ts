import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulators, type Emulators } from './index';

const START = '2026-11-23T10:00:00.000Z';
const clock = { start: START, mode: 'frozen' } as const;
const service =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of cleanups.splice(0).reverse()) await one();
});

async function started(...options: Parameters<typeof createEmulators>): Promise<Emulators> {
  const emulators = await createEmulators(...options);
  cleanups.push(() => emulators.close());
  return emulators;
}

async function newCustomer({ addresses }: Emulators): Promise<void> {
  const headers = { authorization: 'Bearer sk_test_any' };
  const answer = await fetch(`${addresses.stripe}/v1/customers`, { method: 'POST', headers });
  expect(answer.status).toBe(200);
}

async function newGatewayUser({ addresses }: Emulators, id: string): Promise<void> {
  const answer = await fetch(`${addresses.arm}${service}/users/${id}?api-version=2024-05-01`, {
    method: 'PUT',
    headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
    body: JSON.stringify({
      properties: { email: `${id}@example.com`, firstName: 'Ada', lastName: 'Lovelace' },
    }),
  });
  expect(answer.status).toBe(201);
}

/** How many customers there are at Stripe, and users at Azure without its administrator. */
async function counts({ addresses }: Emulators): Promise<[customers: number, users: number]> {
  const users = await fetch(`${addresses.arm}${service}/users?api-version=2024-05-01`, {
    headers: { authorization: 'Bearer any' },
  });
  const state = await fetch(`${addresses.control}/state`);
  const { stripe } = (await state.json()) as { stripe: { customers: number } };
  const { value } = (await users.json()) as { value: unknown[] };
  return [stripe.customers, value.length - 1];
}

describe('createEmulators', () => {
  it('listens on ports that the system gives and moves one clock for all', async () => {
    const emulators = await started({ clock });
    const { addresses } = emulators;
    const four = [addresses.stripe, addresses.arm, addresses.gateway, addresses.portal];
    expect(new Set(four).size).toBe(4);
    expect(addresses.control).toBe(`${addresses.stripe}/_control`);
    expect(emulators.clock.now().toISOString()).toBe(START);

    const later = await emulators.clock.advance('P1M');
    expect(later.toISOString()).toBe('2026-12-23T10:00:00.000Z');
    expect(await emulators.clock.advanceTo('2026-12-24T00:00:00Z')).toEqual(emulators.clock.now());
    const reported = await fetch(`${addresses.control}/clock`);
    expect(await reported.json()).toEqual({ now: '2026-12-24T00:00:00.000Z', mode: 'frozen' });
    await expect(emulators.clock.advanceTo(START)).rejects.toThrow(RangeError);
    await expect(emulators.clock.advance('a month')).rejects.toThrow(RangeError);
  });

  it('goes back to nothing, or to a checkpoint, without moving an address', async () => {
    const emulators = await started({ clock });
    const addresses = { ...emulators.addresses };
    await newCustomer(emulators);
    await newGatewayUser(emulators, 'ada');
    await emulators.clock.advance('P1D');
    const checkpoint = await emulators.checkpoint();
    await newCustomer(emulators);
    await newGatewayUser(emulators, 'grace');
    await emulators.clock.advance('P1D');
    expect(await counts(emulators)).toEqual([2, 2]);

    await emulators.reset(checkpoint);
    expect(await counts(emulators)).toEqual([1, 1]);
    expect(emulators.clock.now().toISOString()).toBe('2026-11-24T10:00:00.000Z');

    await emulators.reset();
    expect(await counts(emulators)).toEqual([0, 0]);
    expect(emulators.clock.now().toISOString()).toBe(START);
    expect(emulators.addresses).toEqual(addresses);

    // What was kept as JSON begins other emulators too.
    const others = await started({ clock });
    await others.reset(JSON.parse(JSON.stringify(checkpoint)));
    expect(await counts(others)).toEqual([1, 1]);
  });

  it('keeps its state in a folder where it is given one', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'emulators-'));
    cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const first = await started({ clock, dataDir });
    await newCustomer(first);
    await first.close();
    expect(await counts(await started({ clock, dataDir }))).toEqual([1, 0]);
  });

  it('starts one vendor alone, with settings by their names', async () => {
    const settings = { EMULATOR_CLOCK: START, EMULATOR_CLOCK_MODE: 'frozen' };
    const azure = await createEmulators({ only: 'azure', settings });
    cleanups.push(() => azure.close());
    expect(Object.keys(azure.addresses)).toEqual(['arm', 'gateway', 'portal', 'control']);
    expect(azure.addresses.control).toBe(`${azure.addresses.arm}/_control`);
    expect(azure.clock.now().toISOString()).toBe(START);
  });

  it('says which port is taken, and for whom', async () => {
    const { addresses } = await started({ clock });
    const taken = Number(new URL(addresses.portal).port);
    const failed = createEmulators({ port: { portal: taken } });
    await expect(failed).rejects.toMatchObject({ port: taken, service: 'portal' });
  });
});
