import type { ReactNode } from 'react';
import { formatTime } from '../../_ui/format-time';
import { OperatorNav } from './operator-nav';
import styles from './operator-page.module.css';

/** The frame of an operator's page. Whoever renders it has asked who is there. */
export function OperatorPage({
  title,
  asOf,
  children,
}: {
  title: string;
  /** When the numbers on it were counted. */
  asOf: Date;
  children: ReactNode;
}) {
  return (
    <main id="content" className={styles.main}>
      <OperatorNav />
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.asOf}>As of {formatTime(asOf)}</p>
      </div>
      {children}
    </main>
  );
}
