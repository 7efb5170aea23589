import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireUser } from '@/lib/auth/guards';
import { formatMoney } from '@/lib/domain/pricing/money';
import { getDeps } from '@/lib/server/wiring/deps';
import { type EndPreview, previewEnd } from '@/lib/use-cases/subscriptions/end-subscription';
import { ActionForm } from '../../_ui/action-form';
import { Badge } from '../../_ui/badge';
import { ButtonLink } from '../../_ui/button';
import { NoticePage } from '../../_ui/notice-page';
import { dayWords, timeWords } from '../../_ui/time-words';
import { unsubscribeAction } from './actions';

export const metadata: Metadata = { title: 'End a subscription' };

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
        kicker="End a subscription"
        title={`“${preview.name}” ends already`}
        actions={<ButtonLink href={page}>See the subscription</ButtonLink>}
      >
        <p>There is nothing left to do.</p>
      </NoticePage>
    );
  }
  return (
    <NoticePage
      kicker="End a subscription"
      title={`End “${preview.name}”?`}
      actions={
        <>
          <ActionForm
            action={unsubscribeAction}
            hidden={{ subscriptionId }}
            fields={[]}
            submit={
              preview.accessUntil === null
                ? 'End it now'
                : `End it on ${dayWords(preview.accessUntil)}`
            }
            working="Ending…"
            look="danger"
          />
          <ButtonLink href={page}>Keep it</ButtonLink>
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
    return <p>Its keys stop working at once. It costs nothing, so there is no last bill.</p>;
  }
  const { accessUntil, isWorking, lastBill, usageAsOf } = preview;
  return (
    <>
      <p>
        {isWorking
          ? `Its keys work until ${dayWords(accessUntil)}.`
          : `Its keys are refused now, and it ends for good on ${dayWords(accessUntil)}.`}{' '}
        You can take this back until then, on the subscription’s page.
      </p>
      <p>
        {lastBill === null
          ? 'There is no last bill: nothing more is charged.'
          : `The last bill comes then: ${formatMoney(lastBill.totalMinor, lastBill.currency)} so far${
              usageAsOf === null ? '' : ` (an estimate as of ${timeWords(usageAsOf)})`
            }, and what is used until that day. Nothing is charged after it.`}
      </p>
    </>
  );
}
