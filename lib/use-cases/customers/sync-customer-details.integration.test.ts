import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import type { Deps } from '../deps';
import { askNewEmail, changeName } from '../identity/change-account';
import { confirmEmail } from '../identity/confirm-email';
import { syncDueCustomers } from './sync-customer-details';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

/** The details in Stripe's records of a customer. */
async function callStripe(customerId: string): Promise<{ email: string; name: string }> {
  const answer = await fetch(`${people.world.emulators.stripeUrl}/v1/customers/${customerId}`, {
    headers: { authorization: 'Bearer sk_test_tollgate0123456789' },
  });
  const { email, name } = (await answer.json()) as { email: string; name: string };
  return { email, name };
}

async function customersOf(userId: string): Promise<string[]> {
  const rows = await deps.db.billingCustomer.findMany({ where: { userId } });
  return rows.map((row) => row.providerId ?? '');
}

/** Asks for another address and confirms it, with the application as it is given. */
async function moveTo(email: string, userId: string, given: Deps = deps): Promise<void> {
  const asker = await people.newSession(userId);
  await askNewEmail(given, { ...asker, email, password: PASSWORD });
  const token = await people.lastToken(email);
  const outcome = await confirmEmail(given, { token, signedInUserId: userId, password: '' });
  expect(outcome.kind).toBe('confirmed');
}

const away: Partial<Deps['payments']> = {
  updateCustomer: () => Promise.reject(new Error('Stripe is away')),
};

describe('the customer at the payment provider', () => {
  test('all of a user’s customers get the new email once it is confirmed, and the new name', async () => {
    const { id, email } = await people.somebody();
    // Two of a product are for who has paid once.
    await people.world.buy(id, 'basic');
    await people.world.buy(id, 'payg');
    await people.world.buy(id, 'payg');
    const customers = await customersOf(id);
    expect(customers).toHaveLength(2);
    const wanted = `moved-${email}`;
    await askNewEmail(deps, {
      ...(await people.newSession(id)),
      email: wanted,
      password: PASSWORD,
    });
    for (const customer of customers) expect((await callStripe(customer)).email).toBe(email);
    const token = await people.lastToken(wanted);
    await confirmEmail(deps, { token, signedInUserId: id, password: '' });
    for (const customer of customers) expect((await callStripe(customer)).email).toBe(wanted);
    await changeName(deps, { userId: id, name: 'Rear Admiral Hopper' });
    for (const customer of customers) {
      expect(await callStripe(customer)).toEqual({ email: wanted, name: 'Rear Admiral Hopper' });
    }
  });

  test('a change made while the provider is unreachable is kept, and sent later, once', async () => {
    const { id, email } = await people.somebody();
    await people.world.buy(id, 'payg');
    const [customer = ''] = await customersOf(id);
    const wanted = `late-${email}`;
    await moveTo(wanted, id, { ...deps, payments: { ...deps.payments, ...away } });
    expect((await callStripe(customer)).email).toBe(email);

    const failed = await syncDueCustomers(
      { ...deps, payments: { ...deps.payments, ...away } },
      100,
    );
    expect(failed).toMatchObject({ synced: 0, failures: [{ error: 'Stripe is away' }] });
    expect(await syncDueCustomers(deps, 100)).toEqual({ synced: 1, failures: [] });
    expect((await callStripe(customer)).email).toBe(wanted);
    expect(await syncDueCustomers(deps, 100)).toEqual({ synced: 0, failures: [] });
  });

  test('an address that is changed and changed back ends as the last one', async () => {
    const { id, email } = await people.somebody();
    await people.world.buy(id, 'payg');
    const [customer = ''] = await customersOf(id);
    await moveTo(`other-${email}`, id);
    await moveTo(email, id);
    expect((await callStripe(customer)).email).toBe(email);
  });

  test('a change made while an older one is being sent is not overwritten by it', async () => {
    const { id, email } = await people.somebody();
    await people.world.buy(id, 'payg');
    const [customer = ''] = await customersOf(id);
    const slow: Deps['payments'] = {
      ...deps.payments,
      async updateCustomer(input) {
        // The newer change is made while this one is on its way.
        await deps.db.user.update({ where: { id }, data: { name: 'Newest' } });
        await deps.db.billingCustomer.updateMany({
          where: { userId: id },
          data: { detailsDueAt: new Date() },
        });
        await deps.payments.updateCustomer(input);
      },
    };
    await changeName({ ...deps, payments: slow }, { userId: id, name: 'Older' });
    expect(await syncDueCustomers(deps, 100)).toMatchObject({ synced: 1 });
    expect(await callStripe(customer)).toEqual({ email, name: 'Newest' });
  });
});
