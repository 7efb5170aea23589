import type { ReactNode } from 'react';
import styles from './alert.module.css';
import type { Tone } from './tone';

/** What happened, what it means and what to do, in a box. `live` announces it: for problems after an action. */
export function Alert({
  tone,
  title,
  children,
  actions,
  live = false,
}: {
  tone: Tone;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  live?: boolean;
}) {
  return (
    <div
      className={`${styles.alert} ${tone === 'neutral' ? '' : styles[tone]}`}
      {...(live ? { role: 'alert' } : {})}
    >
      <ToneMark tone={tone} />
      <div>
        <p className={styles.title}>{title}</p>
        {children === undefined ? null : <div className={styles.body}>{children}</div>}
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}

/** Drawn here and not taken from the icon set: alerts also stand in client components. */
function ToneMark({ tone }: { tone: Tone }) {
  const path =
    tone === 'good'
      ? 'm5 8.2 2.1 2.1L11 6.2'
      : tone === 'warn' || tone === 'bad'
        ? 'M8 4.6v4M8 11.2v.2'
        : 'M8 7.4v4M8 4.6v.2';
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
