import type { ReactNode } from 'react';
import { SettingsNav } from './_parts/settings-nav';
import styles from './layout.module.css';

/** The frame only: each page under it checks the session itself. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <main id="content" className={styles.main}>
      <h1 className={styles.title}>Settings</h1>
      <div className={styles.columns}>
        <SettingsNav />
        <div className={styles.content}>{children}</div>
      </div>
    </main>
  );
}
