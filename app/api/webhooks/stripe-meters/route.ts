import { webhookRoute } from '@/lib/server/http/webhook-route';

/** Usage reports that Stripe took and then could not use: thin events, of a destination of their own. */
export const POST = webhookRoute({
  name: 'webhook-stripe-meters',
  destination: 'usage',
  secretName: 'STRIPE_METER_WEBHOOK_SECRET',
});
