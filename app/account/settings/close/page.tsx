import type { Metadata } from 'next';
import { requireUserFor } from '@/lib/auth/guards';
import { formatMoney } from '@/lib/domain/pricing/money';
import { getDeps } from '@/lib/server/wiring/deps';
import { type EndsByClosing, previewClosing } from '@/lib/use-cases/identity/preview-closing';
import { viewSettings } from '@/lib/use-cases/identity/view-settings';
import { ActionForm } from '../../../_ui/action-form';
import { Button } from '../../../_ui/button';
import { formatDay } from '../../../_ui/format-time';
import { Panel } from '../../../_ui/panel';
import { ownerFields } from '../_parts/owner-field';
import styles from '../settings.module.css';
import { closeAction } from './actions';

export const metadata: Metadata = { title: 'Export and close' };

/** Opening this page changes nothing, also when the developer portal leads here: the button acts. */
export default async function ClosePage() {
  const user = await requireUserFor('preview', '/account/settings/close');
  const deps = await getDeps();
  const [live, settings] = await Promise.all([
    previewClosing(deps, user.id),
    viewSettings(deps, user.id),
  ]);
  return (
    <>
      <Panel id="export" title="Export my data">
        <form action="/api/account/export" method="post" className={styles.stack}>
          <p className={styles.text}>
            Your profile, sessions, subscriptions, calls, invoices and activity as a JSON file. Keys
            and passwords are not in it.
          </p>
          <div>
            <Button>Download</Button>
          </div>
        </form>
      </Panel>
      <Panel id="close" title="Close account">
        <div className={styles.stack}>
          {live.length === 0 ? (
            <p className={styles.text}>
              You have no active subscriptions, so there is no final bill.
            </p>
          ) : (
            <>
              <p>These subscriptions end now, and their keys stop working immediately:</p>
              <ul className={styles.rows}>
                {live.map((subscription) => (
                  <li key={subscription.id} className={styles.row}>
                    <span className={styles.what}>
                      {subscription.name}{' '}
                      <span className={styles.small}>{subscription.productName}</span>
                    </span>
                    <span className={styles.small}>{costText(subscription)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <p className={styles.text}>
            Unbilled usage is invoiced one last time. Then your name, email and sign-ins are erased,
            here and in the developer portal. Invoices and their details are kept as required by
            law. This can’t be undone.
          </p>
          <ActionForm
            action={closeAction}
            fields={ownerFields(settings.hasPassword)}
            submit="Close my account"
            working="Closing…"
            look="danger"
          />
        </div>
      </Panel>
    </>
  );
}

function costText({ lastBill, paidUntil }: EndsByClosing): string {
  if (lastBill !== null) {
    return `final bill: ${formatMoney(lastBill.totalMinor, lastBill.currency)} so far`;
  }
  return paidUntil === null ? 'no final bill' : `paid until ${formatDay(paidUntil)} (not refunded)`;
}
