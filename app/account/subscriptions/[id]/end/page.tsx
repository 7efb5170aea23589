import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { formatMoney } from '@/lib/domain/pricing/money';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import { type EndNowPreview, previewEndNow } from '@/lib/use-cases/subscriptions/preview-end-now';
import { ActionForm } from '../../../../_ui/action-form';
import { ButtonLink } from '../../../../_ui/button';
import { Panel } from '../../../../_ui/panel';
import { dayWords, timeWords } from '../../../../_ui/time-words';
import { endNowAction } from './actions';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'End a subscription now' };

/** What ending at once costs, before it is done. Opening this page changes nothing; the button acts. */
export default async function EndNowPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathSegment((await params).id);
  const page = `/account/subscriptions/${encodeURIComponent(id)}`;
  const user = await requireUserFor('preview', `${page}/end`);
  const preview = await previewEndNow(await getDeps(), { userId: user.id, subscriptionId: id });
  if (preview.kind === 'not-found') notFound();
  return (
    <main id="content" className={styles.main}>
      <h1 className={styles.title}>End “{preview.name}” now</h1>
      <Panel id="end" title={preview.kind === 'over' ? 'It has ended already' : 'What it means'}>
        <div className={styles.words}>
          {preview.kind === 'over' ? (
            <p>It has ended, or is being ended. There is nothing left to do.</p>
          ) : (
            <>
              <p>
                Its keys stop working at once. This can’t be undone: subscribing again gives other
                keys.
              </p>
              <Cost preview={preview} />
            </>
          )}
          <div className={styles.answers}>
            {preview.kind === 'over' ? null : (
              <ActionForm
                action={endNowAction}
                hidden={{ subscriptionId: id }}
                fields={[]}
                submit="End it now"
                working="Ending…"
                look="danger"
              />
            )}
            <ButtonLink href={page}>
              {preview.kind === 'over' ? 'See the subscription' : 'Keep it'}
            </ButtonLink>
          </div>
        </div>
      </Panel>
    </main>
  );
}

function Cost({ preview }: { preview: Extract<EndNowPreview, { kind: 'live' }> }) {
  const { lastBill, paidUntil, usageAsOf } = preview;
  return (
    <>
      {paidUntil === null ? null : (
        <p>
          It is paid until {dayWords(paidUntil)}; nothing of that is given back. To use it until
          then, cancel it for that day instead.
        </p>
      )}
      {lastBill === null ? (
        <p>Nothing more is charged.</p>
      ) : (
        <p>
          The last bill is charged now, as soon as the last calls are counted, within some hours:{' '}
          <strong>{formatMoney(lastBill.totalMinor, lastBill.currency)}</strong> so far
          {usageAsOf === null ? '' : ` (an estimate as of ${timeWords(usageAsOf)})`}. Nothing is
          charged after it.
        </p>
      )}
    </>
  );
}
