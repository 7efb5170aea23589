import type { PlanChangeWhen } from '@/lib/use-cases/subscriptions/plan-change-rules';
import type { PlanChoice, PlanChoices } from '@/lib/use-cases/subscriptions/preview-plan-change';
import { formatDay } from '../../../../../_ui/format-time';
import { SubmitButton } from '../../../../../_ui/submit-button';
import { priceText } from '../../../../_parts/price-text';
import styles from './plan-form.module.css';

type Listed = Extract<PlanChoices, { kind: 'found' }>;

/** Every plan, also those that can't be had, with why. */
export function PlanForm({
  listed,
  productId,
  when,
}: {
  listed: Listed;
  productId: string | null;
  when: PlanChangeWhen;
}) {
  const { choices, periodEnd } = listed;
  const isAny = choices.some((choice) => choice.kind === 'possible');
  return (
    <form method="get" className={styles.form}>
      <fieldset className={styles.plans}>
        <legend className="visually-hidden">New plan</legend>
        {choices.map((choice) => (
          <Choice
            key={choice.productId}
            choice={choice}
            isChosen={choice.productId === productId}
          />
        ))}
      </fieldset>
      {isAny ? (
        <>
          <fieldset className={styles.when}>
            <legend>When</legend>
            <label className={styles.option}>
              <input type="radio" name="when" value="now" defaultChecked={when === 'now'} />
              Now
            </label>
            <label className={styles.option}>
              <input
                type="radio"
                name="when"
                value="period-end"
                defaultChecked={when === 'period-end'}
              />
              {periodEnd === null
                ? 'When the period ends'
                : `On ${formatDay(periodEnd)}, when the period ends`}
            </label>
          </fieldset>
          <SubmitButton working="Asking Stripe…">See what it costs</SubmitButton>
        </>
      ) : null}
    </form>
  );
}

function Choice({ choice, isChosen }: { choice: PlanChoice; isChosen: boolean }) {
  const why =
    choice.kind === 'present'
      ? 'Your current plan.'
      : choice.kind === 'not-possible'
        ? choice.message
        : null;
  return (
    <label className={why === null ? styles.plan : `${styles.plan} ${styles.off}`}>
      <input
        type="radio"
        name="product"
        value={choice.productId}
        required
        disabled={why !== null}
        defaultChecked={isChosen && why === null}
      />
      <span className={styles.what}>
        <span className={styles.name}>{choice.productName}</span>
        <span className={styles.price}>
          {choice.kind === 'present' ? priceText(choice.price) : choice.price}
        </span>
        {why === null ? null : <span className={styles.why}>{why}</span>}
      </span>
    </label>
  );
}
