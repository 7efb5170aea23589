import type { ReactNode } from 'react';
import styles from './badge.module.css';
import type { Tone } from './tone';

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={tone === 'neutral' ? styles.badge : `${styles.badge} ${styles[tone]}`}>
      {children}
    </span>
  );
}
