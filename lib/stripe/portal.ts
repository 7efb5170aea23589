import { AppError } from '../kit/app-error';
import { OURS } from '../kit/wire-names';
import type { PaymentProvider } from '../ports/payment-provider';
import type { StripeClient } from './client';
import { callStripe } from './errors';
import { createMemory } from './remember';

export function createPortal(
  client: StripeClient,
  now?: () => number,
): Pick<PaymentProvider, 'openCustomerPortal'> {
  const configurations = createMemory<string>(600_000, now);
  return {
    openCustomerPortal: ({ customerId, returnUrl }) =>
      callStripe('open the billing portal', async () => {
        const session = await client().billingPortal.sessions.create({
          customer: customerId,
          configuration: await configurations('ours', () => findConfiguration(client)),
          return_url: returnUrl,
        });
        return { url: session.url };
      }),
  };
}

/** The account's default configuration may offer plan changes, which metered prices do not survive: ours is named. */
async function findConfiguration(client: StripeClient): Promise<string> {
  const list = client().billingPortal.configurations.list({ active: true, limit: 100 });
  for await (const configuration of list) {
    if (configuration.metadata?.tollgate === OURS.tollgate) return configuration.id;
  }
  throw new AppError(
    'not-provisioned',
    'The billing portal isn’t set up in Stripe yet. Run: npm run catalog -- apply',
  );
}
