import Link from 'next/link';
import styles from './filter-links.module.css';

/** What a list shows, as links: each is a page of its own that can be sent to somebody. */
export function FilterLinks({
  label,
  links,
}: {
  label: string;
  links: readonly { href: string; text: string; isHere: boolean }[];
}) {
  return (
    <nav aria-label={label} className={styles.filters}>
      {links.map(({ href, text, isHere }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          className={styles.link}
          {...(isHere ? { 'aria-current': 'true' as const } : {})}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
