import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { CALLS, call, refused, report, type Shop, type StartedStripe } from '../started-stripe';
import { Limits } from '../state/limits';

describe("Stripe's limits, when they are switched on", () => {
  let emulator: StartedStripe;
  let shop: Shop;
  inFreshShop((fresh) => {
    ({ emulator, shop } = fresh);
  });

  const many = (count: number, ask: (n: number) => Promise<{ status: number }>) =>
    Promise.all(Array.from({ length: count }, (_, n) => ask(n))).then((all) =>
      all.filter((one) => one.status === 429),
    );
  const get = () => call(emulator, { method: 'GET', path: '/v1/customers' });

  it('are off otherwise', async () => {
    emulator.part.account.limits = new Limits(() => 0);
    expect(await many(30, get)).toEqual([]);
  });

  it('refuse what is too much as Stripe does', async () => {
    emulator.part.account.limits = new Limits(() => 0);
    emulator.part.account.settings.limits = 'test';
    const [first] = await many(26, get);
    expect(first && refused(first as Awaited<ReturnType<typeof get>>)).toMatchObject({
      status: 429,
      code: 'rate_limit',
    });
  });

  it('take one meter event at a time for a customer and meter', async () => {
    const other = await emulator.stripe.customers.create({ email: 'other@example.com' });
    const { settings } = emulator.part.account;
    // Long enough that all have come while the first is worked on, also on a busy machine.
    Object.assign(settings, { limits: 'test', latencyMs: 1500 });
    const send = (customer: string) => (n: number) =>
      call(emulator, {
        method: 'POST',
        path: '/v1/billing/meter_events',
        form: `event_name=${CALLS}&payload[stripe_customer_id]=${customer}&payload[value]=${n}`,
      });
    const [mine, theirs] = await Promise.all([
      many(3, send(shop.customerId)),
      many(1, send(other.id)),
    ]);
    expect(mine).toHaveLength(2);
    expect(theirs).toEqual([]);
    settings.latencyMs = 0;
    await report(emulator, shop, 7);
  });
});
