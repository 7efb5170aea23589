import type { SubscriptionDetail } from '@/lib/use-cases/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { problemWords } from '../../../_parts/problem-words';
import { openBillingPortal } from '../actions';

/** What went wrong, or was put right, as long as it has not been put right by something newer. */
export function ProblemAlert({ subscription }: { subscription: SubscriptionDetail }) {
  const { problem, id } = subscription;
  if (problem === null) return null;
  const words = problemWords(problem);
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
                  submit="Change the card"
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
