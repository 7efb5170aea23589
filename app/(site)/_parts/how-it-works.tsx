import { ChartColumn, CreditCard, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './how-it-works.module.css';

const STEPS: readonly { icon: ReactNode; title: string; text: string }[] = [
  {
    icon: <CreditCard size={18} aria-hidden="true" />,
    title: 'Subscribe',
    text: 'Choose a product and pay on Stripe’s page. Card numbers never pass through here. Free products need no card at all.',
  },
  {
    icon: <KeyRound size={18} aria-hidden="true" />,
    title: 'Call',
    text: 'Two keys are ready when you come back: copy one into the first call. Replace them one at a time, without a gap.',
  },
  {
    icon: <ChartColumn size={18} aria-hidden="true" />,
    title: 'Watch',
    text: 'See the calls of each day, what they cost so far, and where this pace leads by the end of the period.',
  },
];

export function HowItWorks() {
  return (
    <section className={styles.section} aria-labelledby="how">
      <h2 id="how" className={styles.title}>
        From nothing to a working key
      </h2>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <li key={step.title} className={styles.step}>
            <span className={styles.icon}>{step.icon}</span>
            <h3>{step.title}</h3>
            <p className={styles.text}>{step.text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
