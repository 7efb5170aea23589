import { webhookRoute } from '@/lib/server/http/webhook-route';

/** What happens to customers, subscriptions and invoices. */
export const POST = webhookRoute({
  name: 'webhook-stripe',
  destination: 'account',
  secretName: 'STRIPE_WEBHOOK_SECRET',
});
