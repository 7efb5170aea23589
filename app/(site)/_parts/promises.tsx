import { ButtonLink } from '../../_ui/button';
import { COUNTED_TEXT, type UsageCounts } from '../../_ui/counted-text';
import styles from './promises.module.css';

/** What the bill does and does not do, in the words of the person who pays it. */
export function Promises({ graceDays, counted }: { graceDays: number; counted: UsageCounts }) {
  const promises = [
    COUNTED_TEXT[counted],
    {
      title: 'Never twice',
      text: 'Each call is billed once, for the period it was made in, no matter what we had to retry.',
    },
    {
      title: 'Estimates are labeled',
      text: 'Costs in the current period are labeled as estimates and show when they were updated.',
    },
    {
      title: 'Same key, always',
      text: `If a payment fails, you have ${graceDays} days to fix it. Your key stays the same when access is restored.`,
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="promises">
      <div className={styles.words}>
        <h2 id="promises" className={styles.title}>
          Bills you can check
        </h2>
        <p className={styles.lead}>
          Before you subscribe, the pricing page estimates your bill. After that, your account shows
          your costs as they add up.
        </p>
        <ButtonLink look="primary" href="/pricing">
          Estimate your bill
        </ButtonLink>
      </div>
      <dl className={styles.list}>
        {promises.map((promise) => (
          <div key={promise.title} className={styles.item}>
            <dt className={styles.term}>{promise.title}</dt>
            <dd className={styles.text}>{promise.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
