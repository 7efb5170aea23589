import type { ReactNode } from 'react';
import styles from './panel.module.css';

/** A titled part of a page. */
export function Panel({
  id,
  title,
  note,
  children,
}: {
  id: string;
  title: string;
  /** Beside the title: as of when, until when. */
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section id={id} className={styles.panel} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h2 id={`${id}-title`} className={styles.title}>
          {title}
        </h2>
        {note === undefined ? null : <p className={styles.note}>{note}</p>}
      </div>
      {children}
    </section>
  );
}
