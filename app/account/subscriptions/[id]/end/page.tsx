import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUserFor } from '@/lib/auth/guards';
import { formatMoney } from '@/lib/domain/pricing/money';
import { pathSegment } from '@/lib/server/http/path-segment';
import { getDeps } from '@/lib/server/wiring/deps';
import { type EndNowPreview, previewEndNow } from '@/lib/use-cases/subscriptions/preview-end-now';
import { ActionForm } from '../../../../_ui/action-form';
import { ButtonLink } from '../../../../_ui/button';
import { formatDay, formatTime } from '../../../../_ui/format-time';
import { Panel } from '../../../../_ui/panel';
import { endNowAction } from './actions';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Cancel immediately' };

/** What ending at once costs, before it is done. Opening this page changes nothing; the button acts. */
export default async function EndNowPage({ params }: { params: Promise<{ id: string }> }) {
  const id = pathSegment((await params).id);
  const page = `/account/subscriptions/${encodeURIComponent(id)}`;
  const user = await requireUserFor('preview', `${page}/end`);
  const preview = await previewEndNow(await getDeps(), { userId: user.id, subscriptionId: id });
  if (preview.kind === 'not-found') notFound();
  return (
    <main id="content" className={styles.main}>
      <h1 className={styles.title}>Cancel “{preview.name}” immediately</h1>
      <Panel id="end" title={preview.kind === 'over' ? 'Already ended' : 'What happens'}>
        <div className={styles.words}>
          {preview.kind === 'over' ? (
            <p>It has ended or is ending. There is nothing left to do.</p>
          ) : (
            <>
              <p>
                Your keys stop working immediately. This can’t be undone: a new subscription has new
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
                submit="Cancel now"
                working="Canceling…"
                look="danger"
              />
            )}
            <ButtonLink href={page}>
              {preview.kind === 'over' ? 'See subscription' : 'Keep subscription'}
            </ButtonLink>
          </div>
        </div>
      </Panel>
    </main>
  );
}

function Cost({ preview }: { preview: Extract<EndNowPreview, { kind: 'live' }> }) {
  const { lastBill, unknownBill, paidUntil, usageAsOf } = preview;
  return (
    <>
      {paidUntil === null ? null : (
        <p>
          It is paid until {formatDay(paidUntil)} (not refunded). To use it until then, cancel on
          that day instead.
        </p>
      )}
      {unknownBill !== null ? (
        <p>
          {unknownBill === 'by-provider'
            ? 'Stripe computes your final bill'
            : 'Your price is still being read from Stripe, so your final bill isn’t known yet'}
          . It is charged within a few hours, once your last calls are counted. Nothing is charged
          after that.
        </p>
      ) : lastBill === null ? (
        <p>Nothing more is charged.</p>
      ) : (
        <p>
          Your final bill is charged within a few hours, once your last calls are counted:{' '}
          <strong>{formatMoney(lastBill.totalMinor, lastBill.currency)}</strong> so far
          {usageAsOf === null ? '' : ` (estimated as of ${formatTime(usageAsOf)})`}. Nothing is
          charged after that.
        </p>
      )}
    </>
  );
}
