import { ButtonLink } from '../../_ui/button';
import { COUNTED_WORDS, type UsageCounts } from '../../_ui/counted-words';
import styles from './promises.module.css';

/** What the bill does and does not do, in the words of the person who pays it. */
export function Promises({ graceDays, counted }: { graceDays: number; counted: UsageCounts }) {
  const promises = [
    COUNTED_WORDS[counted],
    {
      title: 'Never twice',
      text: 'A call is on one bill, in the period in which it was made, whatever was retried on the way.',
    },
    {
      title: 'An estimate says so',
      text: 'Costs during a period are marked as estimates, with the time that they are from.',
    },
    {
      title: 'Same key, always',
      text: `When a card fails you have ${graceDays} days to fix it. When access comes back, it is with the same key.`,
    },
  ];
  return (
    <section className={styles.section} aria-labelledby="promises">
      <div className={styles.words}>
        <h2 id="promises" className={styles.title}>
          Bills you can check
        </h2>
        <p className={styles.lead}>
          Before you subscribe, the price list computes your bill. After that, your account shows it
          growing, day by day.
        </p>
        <ButtonLink look="primary" href="/pricing">
          Compute a bill
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
