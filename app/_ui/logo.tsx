import styles from './logo.module.css';

/** The mark is a T whose bar is a barrier going up. Decorative inside a link: the word itself is the accessible name. */
export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className={styles.logo}>
      <svg className={styles.mark} viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <rect width="24" height="24" rx="6.5" />
        <path d="M11 18.5V9.6M5.8 11.7l12.6-5.1" />
      </svg>
      <span className={compact ? styles.compact : undefined}>Tollgate</span>
    </span>
  );
}
