'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './settings-nav.module.css';

const PAGES = [
  { href: '/account/settings', label: 'Profile and sign-in' },
  { href: '/account/settings/sessions', label: 'Sessions' },
  { href: '/account/settings/second-factor', label: 'Two-factor authentication' },
  { href: '/account/activity', label: 'Activity' },
  { href: '/account/settings/close', label: 'Export and close' },
] as const;

export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className={styles.nav}>
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={styles.link}
          {...(href === path ? { 'aria-current': 'page' as const } : {})}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
