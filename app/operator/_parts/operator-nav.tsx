'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import styles from './operator-nav.module.css';

const PAGES = [
  { href: '/operator', label: 'Overview' },
  { href: '/operator/subscriptions', label: 'Subscriptions' },
  { href: '/operator/payments', label: 'Payments' },
  { href: '/operator/events', label: 'Events' },
  { href: '/operator/runs', label: 'Runs' },
  { href: '/operator/gateway', label: 'Gateway' },
  { href: '/operator/holds', label: 'Deferred invoices' },
  { href: '/operator/late-usage', label: 'Late usage' },
  { href: '/operator/catalogue', label: 'Catalog' },
] as const;

export function OperatorNav() {
  const path = usePathname();
  const isHere = (href: string) =>
    href === '/operator' ? path === href : path === href || path.startsWith(`${href}/`);
  return (
    <nav aria-label="Operator" className={styles.nav}>
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={styles.link}
          {...(isHere(href) ? { 'aria-current': 'page' as const } : {})}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
