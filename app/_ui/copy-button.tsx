'use client';

import { useEffect, useState } from 'react';
import styles from './copy-button.module.css';

/** Copies a text. Shown only where scripts run; without them the text can still be selected. */
export function CopyButton({
  text,
  what,
  onDark = false,
}: {
  text: string;
  what: string;
  onDark?: boolean;
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  }

  return (
    <button
      type="button"
      className={onDark ? `${styles.copy} ${styles.dark}` : styles.copy}
      onClick={() => void copy()}
    >
      <span aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'failed' ? 'Select and copy it' : 'Copy'}
      </span>
      <span className="visually-hidden"> {what}</span>
    </button>
  );
}
