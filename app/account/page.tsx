import { KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { isBlockedAtGateway } from '@/lib/use-cases/gateway-users/sync-gateway-user';
import { viewAccount } from '@/lib/use-cases/subscriptions/view-account';
import { viewDues } from '@/lib/use-cases/subscriptions/view-dues';
import { Alert } from '../_ui/alert';
import { ButtonLink } from '../_ui/button';
import { EmptyState } from '../_ui/empty-state';
import { formatTime } from '../_ui/format-time';
import { DuesNotice } from './_parts/dues-notice';
import { SubscriptionRow } from './_parts/subscription-row';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Subscriptions' };

const DUES_PATIENCE_MS = 4_000;

export default async function AccountPage() {
  const user = await requireUser('/account');
  const deps = await getDeps();
  const [{ subscriptions }, isBlocked, dues] = await Promise.all([
    viewAccount(deps, user.id),
    isBlockedAtGateway(deps, user.id),
    // The list does not wait for a provider that does not answer.
    Promise.race([viewDues(deps, user.id), afterMs(DUES_PATIENCE_MS)]),
  ]);
  const asOf = subscriptions.find((subscription) => subscription.usageAsOf !== null)?.usageAsOf;
  return (
    <main id="content" className={styles.main}>
      <div className={styles.head}>
        <h1>Subscriptions</h1>
        {subscriptions.length === 0 ? null : (
          <ButtonLink href="/pricing">Add a subscription</ButtonLink>
        )}
      </div>
      <div className={styles.notices}>
        {isBlocked ? (
          <Alert tone="bad" title="The operator has blocked your access">
            Your keys don’t work and you can’t enter the developer portal. Paid subscriptions are
            still billed: ask the operator, or cancel them.
          </Alert>
        ) : null}
        <DuesNotice dues={dues ?? { kind: 'unavailable' }} />
      </div>
      {subscriptions.length === 0 ? (
        <EmptyState
          icon={<KeyRound size={20} aria-hidden="true" />}
          title="No subscriptions yet"
          action={
            <ButtonLink look="primary" href="/pricing">
              See plans
            </ButtonLink>
          }
        >
          Choose a plan to get a key. A free plan needs no card and is ready in seconds.
        </EmptyState>
      ) : (
        <>
          <ul className={styles.list}>
            {subscriptions.map((subscription) => (
              <SubscriptionRow key={subscription.id} subscription={subscription} />
            ))}
          </ul>
          <p className={styles.small}>
            {asOf
              ? `Calls and costs as of ${formatTime(asOf)}. Costs are estimates until invoiced.`
              : 'Usage hasn’t been counted yet. The first count comes within a day.'}
          </p>
        </>
      )}
    </main>
  );
}

const afterMs = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));
