import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from '../_ui/logo';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';
import styles from './layout.module.css';

/** Forms stand alone: the way home, the form, nothing that leads away from it. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <Link className={styles.home} href="/" prefetch={false}>
          <Logo />
        </Link>
      </header>
      <main id="content" className={styles.main}>
        {children}
      </main>
      <SiteFooter theme={await readTheme()} />
    </>
  );
}
