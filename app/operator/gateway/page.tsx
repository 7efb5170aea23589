import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { getDeps } from '@/lib/server/wiring/deps';
import { type ForeignList, listForeign } from '@/lib/use-cases/reconcile/foreign-subscriptions';
import { type LostAtGateway, listLost } from '@/lib/use-cases/reconcile/lost-at-gateway';
import { messageOf } from '@/lib/use-cases/runs/failure';
import { ActionForm } from '../../_ui/action-form';
import { Alert } from '../../_ui/alert';
import { timeWords } from '../../_ui/time-words';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { closeForeignAction, inviteForeignAction, restoreAllAction } from './actions';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Gateway' };

const PATH = '/operator/gateway';

/** What API Management has lost of ours, what it has that nobody bought, and whom it keeps out. */
export default async function OperatorGatewayPage() {
  await requireOperator(PATH);
  const deps = await getDeps();
  const lost = await listLost(deps);
  return (
    <OperatorPage title="Gateway" asOf={lost.asOf}>
      <Lost lost={lost} />
      <h2 id="not-sold" className={styles.heading}>
        Subscriptions that Tollgate didn’t sell
      </h2>
      {/* Not streamed in later: what comes later is never shown without scripts, a form's answer neither. */}
      <Foreign found={listForeign(deps)} />
      <h2 id="blocked" className={styles.heading}>
        Blocked users
      </h2>
      <Listing
        caption="Users that are blocked in API Management"
        rows={lost.blocked}
        rowKey={(user) => user.id}
        empty="Nobody is blocked in API Management."
        columns={[
          { head: 'User', cell: (user) => user.email },
          { head: 'Id in API Management', cell: (user) => <code>{user.gatewayId}</code> },
        ]}
      />
    </OperatorPage>
  );
}

function Lost({ lost }: { lost: LostAtGateway }) {
  return (
    <>
      <h2 className={styles.heading}>Lost subscriptions</h2>
      <Listing
        caption="Subscriptions of ours that API Management has lost"
        rows={lost.rows}
        rowKey={(row) => row.id}
        empty="The last comparison missed none."
        columns={[
          {
            head: 'Subscription',
            cell: (row) => (
              <Link href={`/operator/subscriptions/${row.id}`} prefetch={false}>
                {row.name}
              </Link>
            ),
          },
          { head: 'Plan', cell: (row) => row.productId },
          { head: 'Owner', cell: (row) => row.email },
          { head: 'Missed since', cell: (row) => timeWords(row.since) },
        ]}
      />
      {lost.more > 0 ? <p className={styles.text}>And {lost.more} more.</p> : null}
      <p className={styles.text}>
        After the service was rebuilt or restored from a backup: compares every live subscription
        with API Management now, makes those that are missing again under the same id, and corrects
        states and products that are old. API Management gives restored ones new keys, because
        nobody stores the old ones; their owners are told. Apply the catalog first, so that the
        products are there.
      </p>
      <ActionForm
        action={restoreAllAction}
        fields={[]}
        submit="Restore all"
        working="Restoring…"
        look={lost.rows.length > 0 ? 'primary' : 'secondary'}
      />
    </>
  );
}

async function Foreign({ found }: { found: Promise<ForeignList> }) {
  let list: ForeignList;
  try {
    list = await found;
  } catch (error) {
    return (
      <Alert tone="warn" title="API Management did not answer">
        {messageOf(error)}
      </Alert>
    );
  }
  return (
    <>
      <Listing
        caption="Subscriptions of sold products that Tollgate did not make"
        rows={list.rows}
        rowKey={(row) => row.subscriptionId}
        empty={
          list.foundAt === null
            ? 'They are looked for by the next reconciliation.'
            : `None was found by the reconciliation of ${timeWords(list.foundAt)}.`
        }
        columns={[
          {
            head: 'Subscription',
            cell: (row) => (
              <span>
                {row.name ?? 'No name'} <code>{row.subscriptionId}</code>
              </span>
            ),
          },
          { head: 'Plan', cell: (row) => row.productId },
          {
            head: 'State',
            cell: (row) =>
              row.state === 'active' ? 'active: its keys work' : 'waits for approval',
          },
          { head: 'Owner', cell: (row) => row.email ?? 'nobody' },
          {
            head: 'Action',
            cell: (row) => (
              <div className={styles.actions}>
                <ActionForm
                  action={closeForeignAction}
                  hidden={{ subscriptionId: row.subscriptionId }}
                  fields={[]}
                  submit={row.state === 'active' ? 'Suspend' : 'Reject'}
                  working="Working…"
                  look="secondary"
                  size="small"
                />
                <ActionForm
                  action={inviteForeignAction}
                  hidden={{ subscriptionId: row.subscriptionId }}
                  fields={[]}
                  submit="Take to checkout"
                  working="Sending…"
                  look="secondary"
                  size="small"
                />
              </div>
            ),
          },
        ]}
      />
      {list.more > 0 ? <p className={styles.text}>And {list.more} more in the last run.</p> : null}
      <p className={styles.text}>
        “Take to checkout” sends the owner a link to subscribe and changes nothing at the gateway.
      </p>
    </>
  );
}
