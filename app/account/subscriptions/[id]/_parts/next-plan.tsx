import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { Alert } from '../../../../_ui/alert';
import { formatDay } from '../../../../_ui/format-time';
import { cancelScheduledPlan } from '../plan/actions';

/** The plan that it gets when its period ends, and the way back. */
export function NextPlan({ subscription }: { subscription: SubscriptionDetail }) {
  const { next, id, productName } = subscription;
  if (next === null) return null;
  if (next.at === null) {
    return (
      <Alert tone="neutral" title={`Your plan is changing to ${next.productName}.`}>
        Your keys stay the same. Reload this page in a moment.
      </Alert>
    );
  }
  return (
    <Alert
      tone="neutral"
      title={`Changes to ${next.productName} on ${formatDay(next.at)}.`}
      actions={
        <ActionForm
          action={cancelScheduledPlan}
          hidden={{ subscriptionId: id }}
          fields={[]}
          submit={`Stay with ${productName}`}
          working="Canceling…"
          look="secondary"
        />
      }
    >
      Until then, usage is billed on {productName}. Your keys stay the same.
    </Alert>
  );
}
