import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUser } from '@/lib/auth/guards';
import { formatMoney } from '@/lib/domain/pricing/money';
import { getDeps } from '@/lib/server/wiring/deps';
import { type EndPreview, previewEnd } from '@/lib/use-cases/subscriptions/end-subscription';
import { ActionForm } from '../../_ui/action-form';
import { Badge } from '../../_ui/badge';
import { ButtonLink } from '../../_ui/button';
import { formatDay, formatTime } from '../../_ui/format-time';
import { NoticePage } from '../../_ui/notice-page';
import { unsubscribeAction } from './actions';

export const metadata: Metadata = { title: 'Cancel subscription' };

/** What ending means, before it is done. Opening this page changes nothing; the button acts. */
export default async function UnsubscribePage(props: {
  searchParams: Promise<{ subscription?: string | string[] }>;
}) {
  const { subscription } = await props.searchParams;
  const subscriptionId = typeof subscription === 'string' ? subscription : '';
  const address = `/apim-delegation/unsubscribe?subscription=${encodeURIComponent(subscriptionId)}`;
  const user = await requireUser(address);
  const preview = await previewEnd(await getDeps(), { userId: user.id, subscriptionId });
  if (preview.kind === 'not-found') notFound();
  const page = `/account/subscriptions/${encodeURIComponent(subscriptionId)}`;
  if (preview.kind === 'over') {
    return (
      <NoticePage
        kicker="Cancel subscription"
        title={`“${preview.name}” is already canceled`}
        actions={<ButtonLink href={page}>See subscription</ButtonLink>}
      >
        <p>There is nothing left to do.</p>
      </NoticePage>
    );
  }
  return (
    <NoticePage
      kicker="Cancel subscription"
      title={`Cancel “${preview.name}”?`}
      actions={
        <>
          <ActionForm
            action={unsubscribeAction}
            hidden={{ subscriptionId }}
            fields={[]}
            submit={
              preview.accessUntil === null
                ? 'Cancel now'
                : `Cancel on ${formatDay(preview.accessUntil)}`
            }
            working="Canceling…"
            look="danger"
          />
          <ButtonLink href={page}>Keep subscription</ButtonLink>
        </>
      }
    >
      <p>
        {preview.productName}{' '}
        {preview.isWorking ? (
          <Badge tone="good">Active</Badge>
        ) : (
          <Badge tone="warn">Suspended</Badge>
        )}
      </p>
      <What preview={preview} />
    </NoticePage>
  );
}

function What({ preview }: { preview: Extract<EndPreview, { kind: 'live' }> }) {
  if (preview.accessUntil === null) {
    return <p>Your keys stop working immediately. This plan is free, so there is no final bill.</p>;
  }
  const { accessUntil, isWorking, lastBill, usageAsOf } = preview;
  return (
    <>
      <p>
        {isWorking
          ? `Your keys work until ${formatDay(accessUntil)}.`
          : `Your keys don’t work now, and the subscription ends on ${formatDay(accessUntil)}.`}{' '}
        You can undo this until then, on the subscription’s page.
      </p>
      <p>
        {lastBill === null
          ? 'There is no final bill: nothing more is charged.'
          : `Your final bill comes then: ${formatMoney(lastBill.totalMinor, lastBill.currency)} so far${usageAsOf === null ? '' : ` (estimated as of ${formatTime(usageAsOf)})`}, plus your usage until that day. Nothing is charged after that.`}
      </p>
    </>
  );
}
