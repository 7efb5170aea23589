import { formatMoney } from '@/lib/domain/pricing/money';
import { chargedWhen } from '@/lib/domain/pricing/pricing';
import type { PlanChangeView } from '@/lib/use-cases/subscriptions/preview-plan-change';
import { ActionForm } from '../../../../../_ui/action-form';
import { Alert } from '../../../../../_ui/alert';
import { productName } from '../../../../../_ui/compare-products';
import { Panel } from '../../../../../_ui/panel';
import { dayWords, timeWords } from '../../../../../_ui/time-words';
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
        <Alert tone="warn" title="The plan can’t be changed to this one">
          {preview.message}
        </Alert>
      </div>
    );
  }
  if (preview.kind === 'unavailable') {
    return (
      <div id="preview">
        <Alert tone="warn" title="Stripe didn’t answer" live>
          What this change costs isn’t known just now, so it can’t be confirmed. Your choice is
          kept: ask again in a minute.
        </Alert>
      </div>
    );
  }
  const { from, to, when, asOf, nextAt } = preview;
  const hidden = { subscriptionId, product: to.id, when };
  return (
    <Panel id="preview" title={`From ${productName(from)} to ${productName(to)}`}>
      <dl className={styles.facts}>
        <Now preview={preview} />
        <Next preview={preview} />
        <div className={styles.fact}>
          <dt>Keys</dt>
          <dd>Stay the same</dd>
        </div>
      </dl>
      {when === 'now' ? <BothFees preview={preview} /> : null}
      <p className={styles.small}>
        Before tax, as of {timeWords(asOf)}. Calls that are reported later are billed at the price
        of the plan they were made on.
      </p>
      <ActionForm
        action={changePlanAction}
        hidden={hidden}
        fields={[]}
        wide
        submit={
          when === 'now'
            ? `Change to ${productName(to)} now`
            : `Change to ${productName(to)} on ${dayWords(nextAt)}`
        }
        working="Changing…"
      />
    </Panel>
  );
}

function BothFees({ preview }: { preview: Preview }) {
  const { bothFees, from, to, nextAt } = preview;
  if (bothFees === null) return null;
  const plans = { from: productName(from), to: productName(to), nextAt };
  const { title, text } = bothFeesText(bothFees, plans);
  return (
    <div className={styles.fees}>
      <Alert tone="warn" title={title}>
        {text}
      </Alert>
    </div>
  );
}

const BEYOND = ', and the calls beyond what it includes';

function Now({ preview }: { preview: Preview }) {
  const { now, usageAsOf, usedSoFar, from } = preview;
  if (now === null) {
    return (
      <div className={styles.today}>
        <dt>Charged now</dt>
        <dd>Nothing</dd>
      </div>
    );
  }
  const isCredit = now.dueNowMinor < 0;
  // The provider counts some minutes behind us: its preview must not look like the whole cost then.
  const counted =
    usedSoFar !== null &&
    chargedWhen(from) === 'in-arrears' &&
    usedSoFar.totalMinor > now.dueNowMinor
      ? formatMoney(usedSoFar.totalMinor, usedSoFar.currency)
      : null;
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
      <div>
        <dt className="visually-hidden">About this amount</dt>
        <dd className={styles.small}>
          {counted === null
            ? ''
            : `By our own count the calls so far cost ${counted}; what Stripe has not counted yet comes on the next invoice. `}
          {isCredit ? 'The credit is taken off the next invoice. ' : ''}
          {usageAsOf === null
            ? 'Calls were not counted yet.'
            : `Calls as counted up to ${timeWords(usageAsOf)}; the newest are counted once more when you confirm.`}
        </dd>
      </div>
    </>
  );
}

function Next({ preview }: { preview: Preview }) {
  const { base, nextAt, to, from, when, usedSoFar } = preview;
  const inAdvance = chargedWhen(to) === 'in-advance';
  const amount = formatMoney(base.totalMinor, base.currency);
  // What was paid in advance is on no later invoice.
  const used =
    usedSoFar === null || chargedWhen(from) === 'in-advance'
      ? null
      : formatMoney(usedSoFar.totalMinor, usedSoFar.currency);
  return (
    <>
      <div className={styles.fact}>
        <dt>{dayWords(nextAt)}</dt>
        <dd>
          {when === 'now'
            ? `${amount}${inAdvance ? '' : BEYOND}`
            : [
                used === null ? null : `${used} so far for ${productName(from)}`,
                inAdvance ? `${amount} for ${productName(to)}` : null,
              ]
                .filter(Boolean)
                .join(', and ') || 'Nothing'}
        </dd>
      </div>
      {when === 'period-end' && !inAdvance ? (
        <div className={styles.fact}>
          <dt>A period later</dt>
          <dd>
            {amount}
            {BEYOND}
          </dd>
        </div>
      ) : null}
    </>
  );
}
