import type { ReactNode } from 'react';
import styles from './code-block.module.css';
import { CopyButton } from './copy-button';
import { monoFont } from './mono-font';

/**
 * Code on a dark sheet, in either scheme. The mono font is named here and not in the root layout, so
 * that pages without code do not fetch it.
 */
export function CodeBlock({
  code,
  label,
  tool,
  children,
}: {
  code: string;
  label: string;
  /** Instead of copying, where there is nothing to copy yet. */
  tool?: ReactNode;
  /** The same text with marks for the eye; what is copied is always `code`. */
  children?: ReactNode;
}) {
  return (
    <div className={`${styles.block} ${monoFont.variable}`}>
      <div className={styles.bar}>
        <span>{label}</span>
        {tool ?? <CopyButton text={code} what={label} onDark />}
      </div>
      <pre className={styles.code}>
        <code>{children ?? code}</code>
      </pre>
    </div>
  );
}
