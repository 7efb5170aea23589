import { formatMoney } from '@/lib/domain/pricing/money';
import { chargedWhen, includedCalls } from '@/lib/domain/pricing/pricing';
import type { PlanChangeView } from '@/lib/use-cases/subscriptions/preview-plan-change';
import { ActionForm } from '../../../../../_ui/action-form';
import { Alert } from '../../../../../_ui/alert';
import { productName } from '../../../../../_ui/compare-products';
import { formatDay, formatTime } from '../../../../../_ui/format-time';
import { Panel } from '../../../../../_ui/panel';
import { changePlanAction } from '../actions';
import { bothFeesText } from './both-fees-text';
import styles from './plan-preview.module.css';

type Shown = Exclude<PlanChangeView, { kind: 'not-found' }>;
type Preview = Extract<PlanChangeView, { kind: 'preview' }>;

/** What is charged now and what comes next, before anything is done. */
export function PlanPreview({
  subscriptionId,
  preview,
}: {
  subscriptionId: string;
  preview: Shown;
}) {
  if (preview.kind === 'not-possible') {
    return (
      <div id="preview">
        <Alert tone="warn" title="You can’t switch to this plan">
          {preview.message}
        </Alert>
      </div>
    );
  }
  if (preview.kind === 'unavailable') {
    return (
      <div id="preview">
        <Alert tone="warn" title="Stripe didn’t respond" live>
          We can’t preview the cost right now, so the change can’t be confirmed. Your selection is
          kept: try again in a minute.
        </Alert>
      </div>
    );
  }
  const { from, to, when, asOf, nextAt } = preview;
  const hidden = { subscriptionId, product: to.id, when };
  return (
    <Panel id="preview" title={`From ${from.name} to ${productName(to)}`}>
      <dl className={styles.facts}>
        <Now preview={preview} />
        <Next preview={preview} />
        <div className={styles.fact}>
          <dt>Keys</dt>
          <dd>Stay the same</dd>
        </div>
      </dl>
      <NowNote preview={preview} />
      {when === 'now' ? <BothFees preview={preview} /> : null}
      <p className={styles.small}>
        Before tax, as of {formatTime(asOf)}. Calls reported later are billed at the price of the
        plan they were made on.
      </p>
      <ActionForm
        action={changePlanAction}
        hidden={hidden}
        fields={[]}
        wide
        submit={
          when === 'now'
            ? `Change to ${productName(to)} now`
            : `Change to ${productName(to)} on ${formatDay(nextAt)}`
        }
        working="Changing…"
      />
    </Panel>
  );
}

function BothFees({ preview }: { preview: Preview }) {
  const { bothFees, from, to, nextAt } = preview;
  if (bothFees === null) return null;
  const plans = { from: from.name, to: productName(to), nextAt };
  const { title, text } = bothFeesText(bothFees, plans);
  return (
    <div className={styles.fees}>
      <Alert tone="warn" title={title}>
        {text}
      </Alert>
    </div>
  );
}

/** What comes on top of the amount: calls over the included ones, or every call where none are included. */
function extraOf(to: Preview['to']): string {
  return includedCalls(to) === null ? ' plus usage' : ' plus overage';
}

function Now({ preview }: { preview: Preview }) {
  const { now } = preview;
  if (now === null) {
    return (
      <div className={styles.today}>
        <dt>Charged now</dt>
        <dd>Nothing</dd>
      </div>
    );
  }
  const isCredit = now.dueNowMinor < 0;
  return (
    <>
      <div className={styles.today}>
        <dt>{isCredit ? 'Credited now' : 'Charged now'}</dt>
        <dd>{formatMoney(Math.abs(now.dueNowMinor), now.currency)}</dd>
      </div>
      {now.lines.map((line) => (
        <div key={`${line.description} ${line.amountMinor}`} className={styles.line}>
          <dt>{line.description}</dt>
          <dd>{formatMoney(line.amountMinor, now.currency)}</dd>
        </div>
      ))}
    </>
  );
}

/** How the amount that is charged now was counted. */
function NowNote({ preview }: { preview: Preview }) {
  const { now, usageAsOf, usedSoFar, from } = preview;
  if (now === null) return null;
  // The provider counts some minutes behind us: its preview must not look like the whole cost then.
  const counted =
    usedSoFar !== null &&
    chargedWhen(from.terms) === 'in-arrears' &&
    usedSoFar.totalMinor > now.dueNowMinor
      ? formatMoney(usedSoFar.totalMinor, usedSoFar.currency)
      : null;
  return (
    <p className={styles.small}>
      {counted === null
        ? ''
        : `By our count, calls so far cost ${counted}; what Stripe hasn’t counted yet is on the next invoice. `}
      {now.dueNowMinor < 0 ? 'The credit is applied to your next invoice. ' : ''}
      {usageAsOf === null
        ? 'Usage hasn’t been counted yet.'
        : `Calls counted up to ${formatTime(usageAsOf)}; newer calls are counted when you confirm.`}
    </p>
  );
}

function Next({ preview }: { preview: Preview }) {
  const { base, nextAt, to, from, when, usedSoFar } = preview;
  const inAdvance = chargedWhen(to) === 'in-advance';
  const amount = formatMoney(base.totalMinor, base.currency);
  // What was paid in advance is on no later invoice.
  const used =
    usedSoFar === null || chargedWhen(from.terms) === 'in-advance'
      ? null
      : formatMoney(usedSoFar.totalMinor, usedSoFar.currency);
  return (
    <>
      <div className={styles.fact}>
        <dt>{formatDay(nextAt)}</dt>
        <dd>
          {when === 'now'
            ? `${amount}${inAdvance ? '' : extraOf(to)}`
            : [
                used === null ? null : `${used} so far for ${from.name}`,
                inAdvance ? `${amount} for ${productName(to)}` : null,
              ]
                .filter(Boolean)
                .join(', and ') || 'Nothing'}
        </dd>
      </div>
      {when === 'period-end' && !inAdvance ? (
        <div className={styles.fact}>
          <dt>One period later</dt>
          <dd>
            {amount}
            {extraOf(to)}
          </dd>
        </div>
      ) : null}
    </>
  );
}
