import { ChartColumn, CreditCard, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './how-it-works.module.css';

const STEPS: readonly { icon: ReactNode; title: string; text: string }[] = [
  {
    icon: <CreditCard size={18} aria-hidden="true" />,
    title: 'Subscribe',
    text: 'Choose a plan and pay on Stripe’s page. Card numbers never reach us. Free plans need no card.',
  },
  {
    icon: <KeyRound size={18} aria-hidden="true" />,
    title: 'Call',
    text: 'Two keys are ready when you come back: copy one into your first call. Rotate them one at a time, with no downtime.',
  },
  {
    icon: <ChartColumn size={18} aria-hidden="true" />,
    title: 'Track',
    text: 'See daily calls, cost to date, and your projected bill.',
  },
];

export function HowItWorks() {
  return (
    <section className={styles.section} aria-labelledby="how">
      <h2 id="how" className={styles.title}>
        From sign-up to a working key
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
