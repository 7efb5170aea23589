import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import { viewSubscription } from '@/lib/use-cases/subscriptions/view-subscription';
import { Badge } from '../../../_ui/badge';
import { isLate } from '../../../_ui/format-time';
import { badgeOf } from '../../_parts/notice-text';
import { OpenInvoices } from '../../_parts/open-invoices';
import { priceText } from '../../_parts/price-text';
import { CarriedNote } from './_parts/carried-note';
import { invoicesToList } from './_parts/invoices';
import { InvoicesPanel } from './_parts/invoices-panel';
import { KeysPanel } from './_parts/keys-panel';
import { ManagePanel } from './_parts/manage-panel';
import { NextPlan } from './_parts/next-plan';
import { PeriodPanel } from './_parts/period-panel';
import { BlockedAlert, ProblemAlert, RenewedKeysAlert } from './_parts/problem-alert';
import { QuotaAlert } from './_parts/quota-alert';
import { StateBanner } from './_parts/state-banner';
import { UsagePanel } from './_parts/usage-panel';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Subscription' };

export default async function SubscriptionPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathSegment((await params).id);
  const user = await requireUserFor('look', `/account/subscriptions/${encodeURIComponent(id)}`);
  const deps = await getDeps();
  const outcome = await viewSubscription(deps, {
    userId: user.id,
    subscriptionId: id,
  });
  if (outcome.kind === 'not-found') notFound();
  const { subscription, invoices } = outcome;
  const { tone, badge } = badgeOf(subscription);
  // Keys that no call is answered for are nothing to show or to copy.
  const isPayable =
    subscription.payUrl !== null &&
    (subscription.notice?.kind === 'payment-failed' || subscription.notice?.kind === 'suspended');
  const isEnded = subscription.notice?.kind === 'ended' || subscription.endingNow;
  return (
    <main id="content" className={styles.main}>
      <p className={styles.back}>
        <Link href="/account" prefetch={false}>
          ← Subscriptions
        </Link>
      </p>
      <div className={styles.head}>
        <h1 className={styles.title}>{subscription.name}</h1>
        <Badge tone={tone}>{badge}</Badge>
      </div>
      <div className={styles.product}>
        <p>{subscription.productName}</p>
        {subscription.pending ? null : <p>{priceText(subscription.price, { isEnded })}</p>}
      </div>
      <div className={styles.alerts}>
        <BlockedAlert subscription={subscription} />
        <StateBanner subscription={subscription} invoices={invoices} />
        <QuotaAlert subscription={subscription} />
        <OpenInvoices
          rows={invoicesToList(invoices, { isPayable }).map((row) => ({
            ...row,
            name: null,
            payUrl: row.viewUrl,
          }))}
        />
        <NextPlan subscription={subscription} />
        <ProblemAlert subscription={subscription} />
        <RenewedKeysAlert subscription={subscription} />
      </div>
      <div className={styles.columns}>
        <div className={styles.column}>
          {subscription.gatewayState === 'absent' || isEnded ? null : (
            <KeysPanel
              subscriptionId={subscription.id}
              callUrl={subscription.callUrl}
              rotatable={subscription.gatewayState === 'active'}
            />
          )}
          <UsagePanel
            calls={subscription.calls}
            period={subscription.period}
            usageAsOf={subscription.usageAsOf}
            late={isLate(subscription.usageAsOf, await deps.clock.now())}
          />
          {subscription.hasBilling ? (
            <InvoicesPanel invoices={invoices} late={subscription.late} />
          ) : null}
        </div>
        <div className={styles.column}>
          <PeriodPanel subscription={subscription} />
          <CarriedNote invoices={invoices} />
          <ManagePanel subscription={subscription} />
        </div>
      </div>
    </main>
  );
}
