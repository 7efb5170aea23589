import type { ReactNode } from 'react';
import styles from './result.module.css';

/** One outcome of a checkout, with what to do next. */
export function Result({
  mark,
  title,
  children,
  actions,
  more,
}: {
  mark: ReactNode;
  title: string;
  children: ReactNode;
  actions: ReactNode;
  more?: ReactNode;
}) {
  return (
    <main id="content" className={styles.main}>
      <div className={styles.mark}>{mark}</div>
      <h1 className={styles.title}>{title}</h1>
      <div className={styles.body}>{children}</div>
      <div className={styles.actions}>{actions}</div>
      {more === undefined ? null : <div className={styles.more}>{more}</div>}
    </main>
  );
}
