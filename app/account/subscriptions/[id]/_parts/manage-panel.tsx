import Link from 'next/link';
import type { SubscriptionDetail } from '@/lib/use-cases/subscriptions/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { ButtonLink } from '../../../../_ui/button';
import { formatDay } from '../../../../_ui/format-time';
import { Panel } from '../../../../_ui/panel';
import { openBillingPortal, renameAction, setCancellation } from '../actions';
import styles from './manage-panel.module.css';

/** What can be changed. Cancelling asks first and says what stays and what is still billed. */
export function ManagePanel({ subscription }: { subscription: SubscriptionDetail }) {
  const { hasBilling, hasPortal, notice, id } = subscription;
  const cancellable = notice?.kind === 'active' || notice?.kind === 'payment-failed';
  const isRunning = cancellable || notice?.kind === 'ends-on' || notice?.kind === 'suspended';
  if (subscription.endingNow || !(hasPortal || isRunning)) return null;
  return (
    <Panel id="manage" title="Manage">
      {hasPortal ? (
        <div className={styles.part}>
          <ActionForm
            action={openBillingPortal}
            hidden={{ subscriptionId: id }}
            fields={[]}
            submit="Manage billing"
            working="Opening Stripe…"
            look="secondary"
            wide
          >
            <p>Update your card and see invoices on Stripe.</p>
          </ActionForm>
        </div>
      ) : null}
      {hasBilling && notice?.kind === 'active' && subscription.next === null ? (
        <div className={styles.part}>
          <p>Switch plans now or at renewal. Your keys don’t change.</p>
          <ButtonLink wide href={`/account/subscriptions/${id}/plan`}>
            Change plan
          </ButtonLink>
        </div>
      ) : null}
      {isRunning ? (
        <div className={styles.part}>
          <ActionForm
            action={renameAction}
            hidden={{ subscriptionId: id }}
            fields={[
              {
                name: 'name',
                label: 'Subscription name',
                autoComplete: 'off',
                defaultValue: subscription.name,
                required: true,
              },
            ]}
            submit="Rename"
            working="Renaming…"
            look="secondary"
            wide
          />
        </div>
      ) : null}
      {isRunning ? (
        <div className={styles.part}>
          {hasBilling && cancellable ? <Cancel subscription={subscription} /> : null}
          <p className={styles.now}>
            <Link href={`/account/subscriptions/${id}/end`} prefetch={false}>
              {hasBilling ? 'Cancel immediately' : 'Cancel subscription'}
            </Link>
          </p>
        </div>
      ) : null}
    </Panel>
  );
}

function Cancel({ subscription }: { subscription: SubscriptionDetail }) {
  const until =
    subscription.periodEnd === null ? 'the end of the period' : formatDay(subscription.periodEnd);
  return (
    <details className={styles.cancel}>
      <summary className={styles.summary}>Cancel subscription</summary>
      <div className={styles.question}>
        <ActionForm
          action={setCancellation}
          hidden={{ subscriptionId: subscription.id, cancel: 'yes' }}
          fields={[]}
          submit={`Cancel on ${until}`}
          working="Canceling…"
          look="danger"
          wide
        >
          <p>
            Your key works until {until}. Your usage until then is on your final invoice; nothing is
            charged after that. You can undo this until then.
          </p>
        </ActionForm>
      </div>
    </details>
  );
}
