import type { SubscriptionDetail } from '@/lib/use-cases/view-subscription';
import { Alert } from '../../../../_ui/alert';
import { ButtonLink } from '../../../../_ui/button';
import { SubmitButton } from '../../../../_ui/submit-button';
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
                <form action={openBillingPortal}>
                  <input type="hidden" name="subscriptionId" value={id} />
                  <SubmitButton working="Opening Stripe…">Change the card</SubmitButton>
                </form>
                <ButtonLink href={`/account/subscriptions/${id}/plan`}>Change the plan</ButtonLink>
              </>
            ),
          }
        : {})}
    >
      {words.help}
    </Alert>
  );
}
