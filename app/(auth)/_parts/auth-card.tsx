import type { ReactNode } from 'react';
import styles from './auth-card.module.css';

export function AuthCard({
  title,
  lead,
  children,
  other,
}: {
  title: string;
  lead: string;
  children: ReactNode;
  /** The way for who is wrong here. */
  other: ReactNode;
}) {
  return (
    <>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {children}
      </div>
      <p className={styles.other}>{other}</p>
    </>
  );
}
