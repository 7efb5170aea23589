import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { parseCatalog } from '../../domain/catalog/catalog';
import { AppError } from '../../kit/app-error';
import type { Checkout, CheckoutInput } from '../../ports/provider-checkout';
import type { Deps } from '../deps';
import { startCheckout } from './start-checkout';

describe('a second currency', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  /** Sells in two currencies, and remembers for whom a checkout was requested at the provider. */
  function shop(answer?: (input: CheckoutInput) => Promise<Checkout>) {
    const outcome = parseCatalog(
      ['usd', 'usd-2', 'eur', 'eur-2'].map((id) => ({
        id,
        pricingModelType: 'Metered',
        recurring: { interval: 'month', intervalCount: 1 },
        prices: { metered: { currency: id.slice(0, 3), unitAmount: 15 } },
      })),
    );
    if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
    const asked: CheckoutInput[] = [];
    const deps: Deps = {
      ...world.deps,
      catalog: outcome.catalog,
      payments: {
        ...world.deps.payments,
        startCheckout: (input) => {
          asked.push(input);
          return (answer ?? opened)(input);
        },
      },
    };
    return { deps, asked };
  }

  const opened = async (input: CheckoutInput): Promise<Checkout> => ({
    id: `cs_${input.subscriptionId}_${input.attempt}`,
    state: 'open',
    url: 'https://checkout.example/pay',
    expiresAt: input.expiresAt,
    subscriptionId: input.subscriptionId,
    providerSubscriptionId: null,
  });

  test('gets a customer of its own, and each currency keeps one', async () => {
    const { deps, asked } = shop();
    const userId = await world.newUser();
    for (const productId of ['usd', 'eur', 'usd-2', 'eur-2']) {
      await startCheckout(deps, { userId, productId, name: productId });
    }
    const [usd, eur, usd2, eur2] = asked.map(({ customerId }) => customerId);
    expect(eur).not.toBe(usd);
    expect([usd2, eur2]).toEqual([usd, eur]);
  });

  test('of a customer from before it was recorded is known from its purchases', async () => {
    const { deps, asked } = shop();
    const userId = await world.newUser();
    await startCheckout(deps, { userId, productId: 'usd', name: 'A' });
    await world.deps.db.billingCustomer.updateMany({ where: { userId }, data: { currency: null } });
    await startCheckout(deps, { userId, productId: 'eur', name: 'B' });
    expect(new Set(asked.map(({ customerId }) => customerId)).size).toBe(2);
  });

  test('that only the provider knows of is met with another customer', async () => {
    let refusals = 0;
    const { deps, asked } = shop((input) => {
      if (refusals > 0) return opened(input);
      refusals += 1;
      return Promise.reject(new AppError('other-currency', 'kept to another currency'));
    });
    const userId = await world.newUser();
    const outcome = await startCheckout(deps, { userId, productId: 'eur', name: 'A' });
    expect(outcome.kind).toBe('checkout');
    expect(asked).toHaveLength(2);
    expect(asked[1]?.customerId).not.toBe(asked[0]?.customerId);
    expect(asked[1]?.attempt).toBe((asked[0]?.attempt ?? 0) + 1);
  });

  test('two checkouts at once in two currencies never share a customer', async () => {
    const { deps, asked } = shop();
    const userId = await world.newUser();
    await Promise.all(
      ['usd', 'eur'].map((productId) => startCheckout(deps, { userId, productId, name: 'A' })),
    );
    expect(new Set(asked.map(({ customerId }) => customerId)).size).toBe(2);
  });

  test('a permanent refusal is shown, and the next try asks again', async () => {
    let isRefused = true;
    const { deps, asked } = shop((input) =>
      isRefused
        ? Promise.reject(new AppError('upstream-refused', 'Change the price.'))
        : opened(input),
    );
    const userId = await world.newUser();
    const buy = () => startCheckout(deps, { userId, productId: 'usd', name: 'A' });
    await expect(buy()).rejects.toMatchObject({ message: 'Change the price.' });
    isRefused = false;
    expect((await buy()).kind).toBe('checkout');
    expect(asked.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });
});
