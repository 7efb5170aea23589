import { differences } from '../../kit/differences';
import { type Findings, noFindings } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { orNull } from './absent';

/**
 * Sends subscribing from the developer portal to Tollgate, signed with our key, and signing in too unless the portal
 * keeps its own (Entra ID, for instance).
 */
export async function checkDelegation(
  { client, at }: ApimService,
  input: { url: string; validationKey: string; signIn: boolean },
): Promise<Findings> {
  const existing = await orNull(client.delegationSettings.get(...at));
  const key = existing?.url ? await client.delegationSettings.listSecrets(...at) : null;
  const wanted = { url: input.url, subscriptions: true, userRegistration: input.signIn };
  const differs = differences(wanted, {
    url: existing?.url,
    subscriptions: existing?.subscriptions?.enabled,
    userRegistration: existing?.userRegistration?.enabled,
  });
  // Compared, never shown.
  if (key?.validationKey !== input.validationKey) differs.push('another validation key');
  if (differs.length === 0) return { ...noFindings(), checked: 1 };
  const run = async () => {
    await client.delegationSettings.createOrUpdate(
      ...at,
      {
        url: input.url,
        validationKey: input.validationKey,
        subscriptions: { enabled: true },
        userRegistration: { enabled: input.signIn },
      },
      { ifMatch: '*' },
    );
  };
  const isNew = !existing?.url;
  return {
    ...noFindings(),
    checked: 1,
    steps: [
      {
        system: 'API Management',
        subject: 'delegation',
        action: isNew ? 'create' : 'update',
        details: isNew
          ? `${input.signIn ? 'signing in and subscribing' : 'subscribing'} at ${input.url}`
          : differs.join('; '),
        run,
      },
    ],
    notes: ['Publish the developer portal again: it takes up the delegation settings only then.'],
  };
}
