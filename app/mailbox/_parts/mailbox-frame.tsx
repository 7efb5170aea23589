import type { ReactNode } from 'react';
import { Logo } from '../../_ui/logo';
import { PageLink } from '../../_ui/page-link';
import { TwoClocks } from '../../_ui/two-clocks';
import styles from './mailbox.module.css';

export function MailboxFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <PageLink href="/">
          <Logo />
        </PageLink>
      </header>
      <main id="content" className={styles.main}>
        <h1>{title}</h1>
        <TwoClocks />
        {children}
      </main>
    </>
  );
}
