import { checkApim } from '../../lib/apim/catalog/apim-catalog';
import { createApimClient } from '../../lib/apim/client';
import { apimService } from '../../lib/apim/service';
import type { Catalogue } from '../../lib/domain/catalog/catalogue';
import { type Findings, merged, type Step } from '../../lib/ports/catalog-target';
import type { ProvisionSettings } from '../../lib/server/catalog/catalog-settings';
import { checkStripe } from '../../lib/stripe/catalog/stripe-catalog';
import { createStripeClient } from '../../lib/stripe/client';
import type { SecretFile } from './secret-file';

/** Reads both vendors and says what differs from the catalogue. Changes nothing. */
export async function findDifferences(
  settings: ProvisionSettings,
  catalogue: Catalogue,
  secretFile: SecretFile,
  {
    migrate = false,
    progress = () => {},
  }: { migrate?: boolean; progress?: (line: string) => void } = {},
): Promise<Findings> {
  const [validationKey] = settings.apim.delegationKeys;
  if (!validationKey) throw new Error('APIM_DELEGATION_KEY is empty.');
  const stripe = checkStripe(
    {
      stripe: createStripeClient(settings.stripe)(),
      isReachable: isReachable(settings),
      appUrl: settings.appUrl,
      secretFile,
      migrate,
      progress,
    },
    catalogue,
  );
  const apim = checkApim(
    {
      service: apimService(createApimClient(settings.apim), settings.apim),
      appUrl: settings.appUrl,
      validationKey,
      delegatesSignIn: settings.apim.delegatesSignIn ?? true,
    },
    catalogue,
  );
  return merged(await Promise.all([stripe, apim]));
}

/** Takes the steps one after the other. One that fails stops it: what follows may stand on it, and a repeat goes on there. */
export async function takeSteps(
  steps: readonly Step[],
  progress: (line: string) => void,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.system}: ${step.action} ${step.subject}${what(step)}`;
    try {
      await step.run();
    } catch (error) {
      throw new Error(
        `${label} failed. Correct the cause and run it again: it goes on from there.`,
        {
          cause: error,
        },
      );
    }
    progress(label);
  }
}

/** Several steps may be about one product: an update says which. */
function what({ action, details }: Step): string {
  return action === 'update' && details.length <= 60 ? ` (${details})` : '';
}

/** The real Stripe cannot deliver to a name that only this machine knows. */
function isReachable({ appUrl, stripe }: ProvisionSettings): boolean {
  const isLocal = (address: string) =>
    ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
  return isLocal(stripe.apiBase) || !isLocal(appUrl);
}
