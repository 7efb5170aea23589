import { Button, ButtonLink } from './button';
import { Logo } from './logo';
import { PageLink } from './page-link';
import styles from './site-header.module.css';

export interface HeaderUser {
  name: string;
  email: string;
  isOperator: boolean;
}

/** The bar on top of every page. Signing out is a form: it changes something, so it is never a link. */
export function SiteHeader({
  user,
  wide = false,
}: {
  /** `unnamed`: somebody is signed in, and who will be known in a moment; the place for it is kept free. */
  user: HeaderUser | 'unnamed' | null;
  wide?: boolean;
}) {
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <div className={wide ? `${styles.bar} ${styles.wide}` : styles.bar}>
        <PageLink className={styles.home} href="/">
          <Logo compact={user !== null} />
        </PageLink>
        <nav className={styles.nav} aria-label="Main">
          <PageLink
            className={user === null ? styles.link : `${styles.link} ${styles.roomy}`}
            href="/pricing"
          >
            Pricing
          </PageLink>
          {user === null ? null : (
            <PageLink className={styles.link} href="/account">
              Subscriptions
            </PageLink>
          )}
          {user !== null && user !== 'unnamed' && user.isOperator ? (
            <PageLink className={`${styles.link} ${styles.roomy}`} href="/operator">
              Operator
            </PageLink>
          ) : null}
        </nav>
        <div className={styles.end}>{user === null ? <SignedOut /> : <SignedIn user={user} />}</div>
      </div>
    </header>
  );
}

function SignedOut() {
  return (
    <>
      <PageLink className={styles.link} href="/sign-in">
        Sign in
      </PageLink>
      <span className={styles.roomy}>
        <ButtonLink look="primary" size="small" href="/pricing">
          Get a key
        </ButtonLink>
      </span>
    </>
  );
}

function SignedIn({ user }: { user: HeaderUser | 'unnamed' }) {
  return (
    <>
      {user === 'unnamed' ? <Unnamed /> : <Named user={user} />}
      <form action="/api/sign-out" method="post">
        <Button look="quiet" size="small">
          Sign out
        </Button>
      </form>
    </>
  );
}

/** As high as a name, so that nothing moves when it comes. Without scripts it never comes. */
function Unnamed() {
  return (
    <>
      <span className={styles.initial} style={{ visibility: 'hidden' }} aria-hidden="true" />
      <noscript>
        <a className={styles.link} href="/account/settings">
          Settings
        </a>
      </noscript>
    </>
  );
}

function Named({ user }: { user: HeaderUser }) {
  return (
    <PageLink
      className={styles.user}
      href="/account/settings"
      title={user.email}
      aria-label={`Settings for ${user.name}`}
    >
      <span className={styles.initial} aria-hidden="true">
        {initial(user.name)}
      </span>
      <span className={styles.name}>{user.name}</span>
    </PageLink>
  );
}

function initial(name: string): string {
  const [first = '?'] = name.trim();
  return first.toLocaleUpperCase('en');
}
