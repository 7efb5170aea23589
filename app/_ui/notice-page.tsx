import type { ReactNode } from 'react';
import { Logo } from './logo';
import styles from './notice-page.module.css';

/** A whole page that says one thing: what happened and what to do. Needs no session, so it always renders. */
export function NoticePage({
  kicker,
  title,
  children,
  actions,
  facts,
}: {
  /** A short word above the title: "404", "Link refused". */
  kicker?: string;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Something to quote when asking for help. */
  facts?: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <a href="/">
          <Logo />
        </a>
      </header>
      <main className={styles.main} id="content">
        <div className={styles.barrier} aria-hidden="true" />
        {kicker === undefined ? null : <p className={styles.kicker}>{kicker}</p>}
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.body}>{children}</div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
        {facts === undefined ? null : <div className={styles.facts}>{facts}</div>}
      </main>
    </div>
  );
}
