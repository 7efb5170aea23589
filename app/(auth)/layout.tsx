import type { ReactNode } from 'react';
import { Logo } from '../_ui/logo';
import { PageLink } from '../_ui/page-link';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';
import styles from './layout.module.css';

/** Forms stand alone: the way home, the form, nothing that leads away from it. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <PageLink className={styles.home} href="/">
          <Logo />
        </PageLink>
      </header>
      <main id="content" className={styles.main}>
        {children}
      </main>
      <SiteFooter theme={await readTheme()} />
    </>
  );
}
