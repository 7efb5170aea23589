import { pause } from '../billing/pause';
import { resume } from '../billing/resume';
import { route } from '../http/route';
import { getSubscription, renderSubscription } from '../objects/subscription';

export const subscriptionPauseEndpoints = [
  route({
    on: 'POST /v1/subscriptions/:id/pause',
    takes: {
      type: true,
      bill_for: { outstanding_usage_through: { type: true }, unused_time_from: { type: true } },
      invoicing_behavior: true,
    },
    run: ({ account, params: { bill_for: billFor, invoicing_behavior: invoicing }, id }) => {
      const paused = pause(account, getSubscription(account, id), {
        usageThrough: billFor?.outstanding_usage_through?.type ?? 'now',
        unusedFrom: billFor?.unused_time_from?.type ?? 'now',
        invoicing: invoicing ?? 'pending_invoice_item',
      });
      return renderSubscription(account, paused);
    },
  }),
  route({
    on: 'POST /v1/subscriptions/:id/resume',
    takes: { billing_cycle_anchor: true, payment_behavior: true, proration_behavior: true },
    note: 'An invoice that it waits for stays open until it is paid.',
    run: ({ account, params, id }) => {
      const resumed = resume(account, getSubscription(account, id), {
        anchor: params.billing_cycle_anchor?.type ?? 'now',
        proration: params.proration_behavior ?? 'create_prorations',
        goesOn: params.payment_behavior ?? 'resume_on_payment_attempt',
      });
      return renderSubscription(account, resumed);
    },
  }),
];
