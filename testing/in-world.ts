import { expect } from 'vitest';
import type { AppWorld } from './app-world';

/** What tests ask and cause again and again, of a world that is started before they run. */
export function inWorld(world: () => AppWorld) {
  /** Our row of a subscription, with its customer. */
  const rowOf = (id: string) =>
    world().deps.db.subscription.findUniqueOrThrow({
      where: { id },
      include: { customer: true, planVersion: true },
    });
  const invoicesOf = async (id: string) =>
    world().deps.payments.listInvoices((await rowOf(id)).providerId ?? '');
  return {
    rowOf,
    invoicesOf,
    async renewalOf(id: string) {
      const renewal = (await invoicesOf(id)).find((invoice) => invoice.isRenewal);
      if (!renewal) throw new Error(`No renewal of ${id}`);
      return renewal;
    },
    /** Events are processed in the background of the test: waits until all are. */
    settled: () =>
      expect
        .poll(() => world().deps.db.stripeEvent.count({ where: { handledAt: null } }), {
          timeout: 60_000,
        })
        .toBe(0),
    /** Calls that the gateway answered, now or spread over a time. */
    traffic: (subscription: string, calls: number, times: { from?: string; to?: string } = {}) =>
      world().emulators.control('traffic', { subscription, calls, ...times }),
    gatewayProductOf: async (id: string) =>
      (await world().deps.gateway.readSubscription(id))?.productId,
  };
}
