import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { formatTime } from '../../../../_ui/format-time';
import { problemText } from '../../../_parts/problem-text';
import { openBillingPortal } from '../actions';

/** The operator's block goes before everything else that is said of the key. */
export function BlockedAlert({ subscription }: { subscription: SubscriptionDetail }) {
  if (!subscription.blocked) return null;
  return (
    <Alert tone="bad" title="The operator has blocked your access: your keys don’t work.">
      A paid subscription is still billed. Ask the operator, or cancel it.
    </Alert>
  );
}

/** Shown until the new keys were looked at. */
export function RenewedKeysAlert({ subscription }: { subscription: SubscriptionDetail }) {
  if (subscription.keysRenewedAt === null) return null;
  return (
    <Alert
      tone="warn"
      title={`Your keys were replaced on ${formatTime(subscription.keysRenewedAt)}.`}
    >
      API Management had lost the subscription and its keys. Show the new keys and update them
      wherever you use them.
    </Alert>
  );
}

/** What went wrong, or was put right, as long as it has not been put right by something newer. */
export function ProblemAlert({ subscription }: { subscription: SubscriptionDetail }) {
  const { problem, id } = subscription;
  if (problem === null) return null;
  const words = problemText(problem);
  return (
    <Alert
      tone={words.tone}
      title={words.title}
      {...(problem.kind === 'plan-change-failed'
        ? {
            actions: (
              <>
                <ActionForm
                  action={openBillingPortal}
                  hidden={{ subscriptionId: id }}
                  fields={[]}
                  submit="Update card"
                  working="Opening Stripe…"
                  look="secondary"
                />
                <ButtonLink href={`/account/subscriptions/${id}/plan`}>Change plan</ButtonLink>
              </>
            ),
          }
        : {})}
    >
      {words.help}
    </Alert>
  );
}
