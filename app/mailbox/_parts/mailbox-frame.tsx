import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '../../_ui/logo';
import { TwoClocks } from '../../_ui/two-clocks';
import styles from './mailbox.module.css';

export function MailboxFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <Link href="/" prefetch={false}>
          <Logo />
        </Link>
      </header>
      <main id="content" className={styles.main}>
        <h1>{title}</h1>
        <TwoClocks />
        {children}
      </main>
    </>
  );
}
