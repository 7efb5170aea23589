import { pause, resume } from '../billing/pause';
import { route } from '../http/route';
import { getSubscription, renderSubscription } from '../objects/subscription';

export const subscriptionPauseEndpoints = [
  route({
    on: 'POST /v1/subscriptions/:id/pause',
    takes: {
      type: true,
      bill_for: { outstanding_usage_through: { type: true } },
      invoicing_behavior: ['invoice'],
    },
    fidelity: 'approximate',
    note: 'Usage so far is invoiced at once; no credit for unused time.',
    run: ({ account, params, id }) => {
      const billUsage = params.bill_for?.outstanding_usage_through?.type !== 'none';
      return renderSubscription(account, pause(account, getSubscription(account, id), billUsage));
    },
  }),
  route({
    on: 'POST /v1/subscriptions/:id/resume',
    takes: { billing_cycle_anchor: true, proration_behavior: true },
    fidelity: 'approximate',
    note: 'Active again at once, also before its invoice is paid.',
    run: ({ account, params, id }) =>
      renderSubscription(
        account,
        resume(account, getSubscription(account, id), params.billing_cycle_anchor?.type ?? 'now'),
      ),
  }),
];
