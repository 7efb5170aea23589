import { z } from 'zod';
import { pause, resume } from '../billing/pause';
import { endpoint } from '../http/endpoint';
import { notEmulated } from '../http/not-emulated';
import { oneOf } from '../http/params';
import { getSubscription, renderSubscription } from '../objects/subscription';

const through = z.strictObject({ type: oneOf(['none', 'now']) });

export const subscriptionPauseEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/pause',
    params: z.strictObject({
      type: oneOf(['subscription']).optional(),
      bill_for: z
        .strictObject({
          outstanding_usage_through: through.optional(),
          ...notEmulated('unused_time_from'),
        })
        .optional(),
      invoicing_behavior: oneOf(['invoice']).optional(),
    }),
    fidelity: 'approximate',
    note: 'Usage so far is invoiced at once; no credit for unused time.',
    run: ({ account, params, id }) => {
      const billUsage = params.bill_for?.outstanding_usage_through?.type !== 'none';
      return renderSubscription(account, pause(account, getSubscription(account, id), billUsage));
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    params: z.strictObject({
      billing_cycle_anchor: z.strictObject({ type: oneOf(['now', 'unchanged']) }).optional(),
      proration_behavior: oneOf(['none', 'create_prorations', 'always_invoice']).optional(),
      ...notEmulated('payment_behavior', 'proration_date'),
    }),
    fidelity: 'approximate',
    note: 'Active again at once, also before its invoice is paid.',
    run: ({ account, params, id }) =>
      renderSubscription(
        account,
        resume(account, getSubscription(account, id), params.billing_cycle_anchor?.type ?? 'now'),
      ),
  }),
];
