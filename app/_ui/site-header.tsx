import Link from 'next/link';
import { Button, ButtonLink } from './button';
import { Logo } from './logo';
import styles from './site-header.module.css';

export interface HeaderUser {
  name: string;
  email: string;
  isOperator: boolean;
}

/** The bar on top of every page. Signing out is a form: it changes something, so it is never a link. */
export function SiteHeader({ user, wide = false }: { user: HeaderUser | null; wide?: boolean }) {
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <div className={wide ? `${styles.bar} ${styles.wide}` : styles.bar}>
        <Link className={styles.home} href="/" prefetch={false}>
          <Logo compact={user !== null} />
        </Link>
        <nav className={styles.nav} aria-label="Main">
          <Link
            className={user === null ? styles.link : `${styles.link} ${styles.roomy}`}
            href="/pricing"
            prefetch={false}
          >
            Pricing
          </Link>
          {user === null ? null : (
            <Link className={styles.link} href="/account" prefetch={false}>
              Subscriptions
            </Link>
          )}
          {user?.isOperator ? (
            <Link className={`${styles.link} ${styles.roomy}`} href="/operator" prefetch={false}>
              Operator
            </Link>
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
      <Link className={styles.link} href="/sign-in" prefetch={false}>
        Sign in
      </Link>
      <span className={styles.roomy}>
        <ButtonLink look="primary" size="small" href="/pricing">
          Get a key
        </ButtonLink>
      </span>
    </>
  );
}

function SignedIn({ user }: { user: HeaderUser }) {
  return (
    <>
      <Link
        className={styles.user}
        href="/account/settings"
        prefetch={false}
        title={user.email}
        aria-label={`Settings of ${user.name}`}
      >
        <span className={styles.initial} aria-hidden="true">
          {initial(user.name)}
        </span>
        <span className={styles.name}>{user.name}</span>
      </Link>
      <form action="/api/sign-out" method="post">
        <Button look="quiet" size="small">
          Sign out
        </Button>
      </form>
    </>
  );
}

function initial(name: string): string {
  const [first = '?'] = name.trim();
  return first.toLocaleUpperCase('en');
}
