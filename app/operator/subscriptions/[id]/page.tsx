import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireOperator } from '@/lib/auth/operator';
import { formatMoney } from '@/lib/domain/pricing/money';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import {
  type ComparedSubscription,
  compareSubscription,
  type Side,
} from '@/lib/use-cases/operator/subscriptions';
import { ActionForm } from '../../../_ui/action-form';
import { Alert } from '../../../_ui/alert';
import { formatTime } from '../../../_ui/format-time';
import { auditText, detailText } from '../../_parts/audit-text';
import { carriedText } from '../../_parts/carried-text';
import { Listing } from '../../_parts/listing';
import { OperatorPage } from '../../_parts/operator-page';
import { operatorProblemText } from '../../_parts/problem-text';
import { signalText } from '../../_parts/signal-text';
import { SwappedPeriods } from './_parts/swapped-periods';
import {
  dismissAction,
  endNowByOperator,
  raiseCeilingAction,
  restoreAction,
  signOutByOperator,
  syncAction,
} from './actions';
import { differences, isLost } from './differences';
import styles from './page.module.css';
import { acceptPriceAction } from './price-actions';

export const metadata: Metadata = { title: 'Subscription' };

/** One subscription as all three have it at this moment. */
export default async function OperatorSubscriptionPage({
  params,
}: {
  params: Promise<{ id: string }>;
}) {
  const id = pathSegment((await params).id);
  await requireOperator(`/operator/subscriptions/${encodeURIComponent(id)}`);
  const compared = await compareSubscription(await getDeps(), id);
  if (!compared) notFound();
  const { row, history, asOf } = compared;
  const found = differences(compared);
  const hidden = { subscriptionId: row.id };
  // The problem below says the same, and what to do.
  const isSaidAsProblem =
    (found.length === 1 && row.problem?.kind === 'gateway-missing') ||
    (found.length === 0 && row.problem?.kind === 'price-differs');
  return (
    <OperatorPage title={row.name} asOf={asOf}>
      <p className={styles.who}>
        {row.user.name}, <a href={`mailto:${row.user.email}`}>{row.user.email}</a>
        <br />
        <code>{row.id}</code>
        {row.providerId === null ? null : (
          <>
            {' '}
            · <code>{row.providerId}</code>
          </>
        )}
        <br />
        Price sold: {soldText(compared)}
      </p>
      <div className={styles.alerts}>
        {isSaidAsProblem ? null : (
          <Alert
            tone={found.length === 0 ? 'good' : 'warn'}
            title={found.length > 0 ? 'Out of sync' : 'In sync'}
          >
            {found.length === 0 ? null : found.map((words) => <p key={words}>{words}</p>)}
          </Alert>
        )}
        {row.problem === null ? null : (
          <Alert tone="warn" title="Problem">
            <p>{operatorProblemText(row.problem)}</p>
            <div className={styles.decide}>
              {row.problem.kind === 'price-differs' ? (
                <ActionForm
                  action={acceptPriceAction}
                  hidden={hidden}
                  fields={[]}
                  submit="Accept this price"
                  working="Accepting…"
                  size="small"
                />
              ) : null}
              <ActionForm
                action={dismissAction}
                hidden={hidden}
                fields={[]}
                submit="Dismiss"
                working="Dismissing…"
                look="secondary"
                size="small"
              />
            </div>
          </Alert>
        )}
      </div>
      <Listing
        caption="State in each system"
        rows={sides(compared)}
        rowKey={(one) => one.name}
        empty=""
        columns={[
          { head: 'Where', cell: (one) => one.name },
          { head: 'Status', cell: (one) => one.status },
          { head: 'Plan', cell: (one) => one.productId },
          { head: 'Period ends', cell: (one) => one.periodEnd },
        ]}
      />
      <SwappedPeriods subscriptionId={row.id} periods={compared.swapped} />
      {compared.carried === null ? null : <p>{carriedText(compared.carried)}</p>}
      <div className={styles.actions}>
        {isLost(compared) ? (
          <ActionForm
            action={restoreAction}
            hidden={hidden}
            fields={[]}
            submit="Restore"
            working="Restoring…"
          />
        ) : null}
        <ActionForm
          action={syncAction}
          hidden={hidden}
          fields={[]}
          submit="Sync now"
          working="Syncing…"
          look={isLost(compared) ? 'secondary' : 'primary'}
        />
        {row.endedAt === null && row.cancelRequestedAt === null && row.status !== 'checkout' ? (
          <details className={styles.end}>
            <summary>Cancel immediately</summary>
            <p>
              The keys stop working now and the final usage is billed. Prepaid amounts are not
              refunded. This can’t be undone.
            </p>
            <ActionForm
              action={endNowByOperator}
              hidden={hidden}
              fields={[]}
              submit="Cancel now"
              working="Canceling…"
              look="danger"
            />
          </details>
        ) : null}
        {compared.credit === null ? null : (
          <details className={styles.end}>
            <summary>Ceiling before the first payment</summary>
            <p>
              The customer hasn’t paid yet. Used{' '}
              {formatMoney(compared.credit.usedMinor, compared.credit.currency)} of{' '}
              {formatMoney(compared.credit.ceilingMinor, compared.credit.currency)}; at the ceiling,
              the subscription is suspended until the first invoice is paid.
            </p>
            <ActionForm
              action={raiseCeilingAction}
              hidden={hidden}
              fields={[
                {
                  name: 'allowedMinor',
                  label: 'Above the minimum bill',
                  hint: `In the smallest unit of ${compared.credit.currency.toUpperCase()}: 10000 is ${formatMoney(10_000, compared.credit.currency)}.`,
                  inputMode: 'numeric',
                  required: true,
                },
              ]}
              submit="Set ceiling"
              working="Setting…"
            />
          </details>
        )}
        <details className={styles.end}>
          <summary>Sign out customer</summary>
          <p>
            Signs {row.user.name} out of every browser, in case someone else has access to the
            account. They see it in their activity. The password doesn’t change.
          </p>
          <ActionForm
            action={signOutByOperator}
            hidden={hidden}
            fields={[]}
            submit="Sign out everywhere"
            working="Signing out…"
            look="danger"
          />
        </details>
      </div>
      {compared.signals.length === 0 ? null : (
        <>
          <h2 className={styles.heading}>Payments</h2>
          <Listing
            caption="Disputes, refunds and warnings"
            rows={compared.signals}
            rowKey={(signal) => signal.id}
            empty=""
            columns={[
              { head: 'When', cell: (signal) => formatTime(signal.createdAt) },
              { head: 'What', cell: (signal) => signalText(signal).title },
              {
                head: 'Amount',
                numeric: true,
                cell: (signal) => formatMoney(signal.amountMinor, signal.currency),
              },
              { head: 'Status', cell: (signal) => signal.state.replaceAll('_', ' ') },
              { head: 'What to do', cell: (signal) => signalText(signal).help },
            ]}
          />
        </>
      )}
      <h2 className={styles.heading}>Log</h2>
      <Listing
        caption="Activity"
        rows={history}
        rowKey={(entry) => entry.id}
        empty="Nothing yet."
        columns={[
          { head: 'When', cell: (entry) => formatTime(entry.at) },
          { head: 'What', cell: (entry) => auditText(entry.action) },
          {
            head: 'Who',
            cell: (entry) => (entry.actor === row.user.id ? 'the owner' : entry.actor),
          },
          { head: 'From', cell: (entry) => entry.address ?? '–' },
          { head: 'Details', cell: (entry) => detailText(entry.details) },
        ]}
      />
    </OperatorPage>
  );
}

function soldText({ sold, row }: ComparedSubscription): string {
  if (sold !== null) return sold;
  return row.providerId === null ? 'none yet' : 'not read from Stripe yet';
}

function sides({ row, provider, gateway }: ComparedSubscription) {
  return [
    {
      name: 'Tollgate',
      status: `${row.status}, gateway ${row.gatewayState}${row.suspendedFor === '' ? '' : ` for: ${row.suspendedFor}`}`,
      productId: row.productId,
      periodEnd: row.periodEnd === null ? '–' : formatTime(row.periodEnd),
    },
    { name: 'Stripe', ...words(provider) },
    { name: 'API Management', ...words(gateway) },
  ];
}

function words(side: Side): { status: string; productId: string; periodEnd: string } {
  const facts = side.kind === 'read' ? side.facts : null;
  if (!facts) {
    const status = side.kind === 'read' ? 'not found' : `no response: ${side.why}`;
    return { status, productId: '–', periodEnd: '–' };
  }
  return {
    status: facts.status,
    productId: facts.productId ?? '–',
    periodEnd: facts.periodEnd === null ? '–' : formatTime(facts.periodEnd),
  };
}
