import type { Metadata } from 'next';
import Link from 'next/link';
import { requireOperator } from '@/lib/auth/operator';
import { getDeps } from '@/lib/server/wiring/deps';
import { type ForeignList, listForeign } from '@/lib/use-cases/reconcile/foreign-subscriptions';
import { type LostAtGateway, listLost } from '@/lib/use-cases/reconcile/lost-at-gateway';
import { messageOf } from '@/lib/use-cases/runs/failure';
import { ActionForm } from '../../_ui/action-form';
import { Alert } from '../../_ui/alert';
import { formatTime } from '../../_ui/format-time';
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
        Subscriptions not sold by Tollgate
      </h2>
      {/* Not streamed in later: what comes later is never shown without scripts, a form's answer neither. */}
      <Foreign found={listForeign(deps)} />
      <h2 id="blocked" className={styles.heading}>
        Blocked users
      </h2>
      <Listing
        caption="Users blocked in API Management"
        rows={lost.blocked}
        rowKey={(user) => user.id}
        empty="Nobody is blocked in API Management."
        columns={[
          { head: 'User', cell: (user) => user.email },
          { head: 'API Management ID', cell: (user) => <code>{user.gatewayId}</code> },
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
        caption="Subscriptions that API Management has lost"
        rows={lost.rows}
        rowKey={(row) => row.id}
        empty="None in the last comparison."
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
          { head: 'Missing since', cell: (row) => formatTime(row.since) },
        ]}
      />
      {lost.more > 0 ? <p className={styles.text}>And {lost.more} more.</p> : null}
      <p className={styles.text}>
        Use this after API Management was rebuilt or restored from a backup. It compares every live
        subscription with API Management, recreates missing ones under the same ID, and corrects
        outdated states and products. Recreated subscriptions get new keys, because nobody stores
        the old ones; their owners are notified. Apply the catalog first so that the products exist.
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
      <Alert tone="warn" title="API Management didn’t respond">
        {messageOf(error)}
      </Alert>
    );
  }
  return (
    <>
      <Listing
        caption="Subscriptions to sold products that Tollgate didn’t create"
        rows={list.rows}
        rowKey={(row) => row.subscriptionId}
        empty={
          list.foundAt === null
            ? 'The next reconciliation looks for them.'
            : `None found by the reconciliation of ${formatTime(list.foundAt)}.`
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
              row.state === 'active' ? 'active: its keys work' : 'waiting for approval',
          },
          { head: 'Owner', cell: (row) => row.email ?? 'none' },
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
                  submit="Send checkout link"
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
        “Send checkout link” emails the owner a link to subscribe and changes nothing in API
        Management.
      </p>
    </>
  );
}
