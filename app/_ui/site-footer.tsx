import { Logo } from './logo';
import { PageLink } from './page-link';
import { setTheme } from './set-theme';
import styles from './site-footer.module.css';

export type Theme = 'light' | 'dark' | 'system';

const CHOICES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SiteFooter({
  theme,
  portalUrl = null,
  wide = false,
}: {
  theme: Theme;
  portalUrl?: string | null;
  wide?: boolean;
}) {
  return (
    <footer className={styles.footer}>
      <div className={wide ? `${styles.bar} ${styles.wide}` : styles.bar}>
        <div className={styles.about}>
          <Logo />
          <p>API access, billed to the call.</p>
        </div>
        <nav className={styles.links} aria-label="Footer">
          <PageLink href="/pricing">Pricing</PageLink>
          <PageLink href="/account">Subscriptions</PageLink>
          {portalUrl === null ? null : <a href={portalUrl}>Developer portal</a>}
          <a href="/api/monetization-models">Pricing API</a>
        </nav>
        <form action={setTheme} className={styles.theme}>
          <fieldset className={styles.choices}>
            <legend className="visually-hidden">Theme</legend>
            {CHOICES.map((choice) => (
              <button
                key={choice.value}
                type="submit"
                name="theme"
                value={choice.value}
                aria-pressed={choice.value === theme}
                className={styles.choice}
              >
                {choice.label}
              </button>
            ))}
          </fieldset>
        </form>
      </div>
    </footer>
  );
}
