import type { SwappedPeriod } from '@/lib/use-cases/operator/prices';
import { ActionForm } from '../../../../_ui/action-form';
import { formatTime } from '../../../../_ui/format-time';
import { choosePriceAction } from '../price-actions';
import styles from './swapped-periods.module.css';

/** Each period whose price was changed at Stripe before it was over, with the two prices to choose from. */
export function SwappedPeriods({
  subscriptionId,
  periods,
}: {
  subscriptionId: string;
  periods: readonly SwappedPeriod[];
}) {
  if (periods.length === 0) return null;
  return (
    <section aria-labelledby="swapped" className={styles.section}>
      <h2 id="swapped" className={styles.heading}>
        Price changed during a period
      </h2>
      <p>
        Until you choose, nothing is charged late for such a period. What is on an invoice stays as
        Stripe billed it.
      </p>
      {periods.map(({ start, end, choices }) => (
        <ActionForm
          key={start.toISOString()}
          action={choosePriceAction}
          hidden={{ subscriptionId, start: start.toISOString() }}
          fields={[]}
          submit="Bill late calls at this price"
          working="Saving…"
          look="secondary"
        >
          <fieldset className={styles.period}>
            <legend>
              {formatTime(start)} to {formatTime(end)}
            </legend>
            {choices.map(({ versionId, words, isFirst }) => (
              <label key={versionId} className={styles.choice}>
                <input type="radio" name="versionId" value={versionId} required />
                <span>
                  {words}
                  <span className={styles.which}>
                    {isFirst ? ' – the price sold' : ' – the price after the change'}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        </ActionForm>
      ))}
    </section>
  );
}
