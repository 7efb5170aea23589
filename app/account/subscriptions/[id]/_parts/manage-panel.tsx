import Link from 'next/link';
import type { SubscriptionDetail } from '@/lib/use-cases/view-subscription';
import { ActionForm } from '../../../../_ui/action-form';
import { ButtonLink } from '../../../../_ui/button';
import { Panel } from '../../../../_ui/panel';
import { SubmitButton } from '../../../../_ui/submit-button';
import { dayWords } from '../../../../_ui/time-words';
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
        <form action={openBillingPortal} className={styles.part}>
          <input type="hidden" name="subscriptionId" value={id} />
          <p>Change the card, see invoices and receipts, at Stripe.</p>
          <SubmitButton wide working="Opening Stripe…">
            Card and invoices
          </SubmitButton>
        </form>
      ) : null}
      {hasBilling && notice?.kind === 'active' && subscription.next === null ? (
        <div className={styles.part}>
          <p>Another plan, now or with the next period. The keys stay the same.</p>
          <ButtonLink wide href={`/account/subscriptions/${id}/plan`}>
            Change the plan
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
                label: 'Name of the subscription',
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
              {hasBilling ? 'End it now instead' : 'End the subscription'}
            </Link>
          </p>
        </div>
      ) : null}
    </Panel>
  );
}

function Cancel({ subscription }: { subscription: SubscriptionDetail }) {
  const until =
    subscription.periodEnd === null ? 'the end of the period' : dayWords(subscription.periodEnd);
  return (
    <details className={styles.cancel}>
      <summary className={styles.summary}>Cancel the subscription</summary>
      <form action={setCancellation} className={styles.question}>
        <input type="hidden" name="subscriptionId" value={subscription.id} />
        <input type="hidden" name="cancel" value="yes" />
        <p>
          The key works until {until}. What is used until then is on the last invoice; nothing is
          charged after it. You can undo this until then.
        </p>
        <SubmitButton look="danger" wide working="Cancelling…">
          Cancel for {until}
        </SubmitButton>
      </form>
    </details>
  );
}
