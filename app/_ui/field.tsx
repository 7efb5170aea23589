import type { ComponentProps } from 'react';
import styles from './field.module.css';

/** A labelled input with its hint and its problem, both announced with it. */
export function Field({
  name,
  label,
  hint,
  problem,
  ...input
}: {
  name: string;
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
} & Omit<ComponentProps<'input'>, 'className' | 'id' | 'name'>) {
  // A problem says what to do; the hint under it would say it twice.
  const hintId = hint === undefined || problem !== undefined ? null : `${name}-hint`;
  const problemId = problem === undefined ? null : `${name}-problem`;
  const describedBy = [problemId, hintId].filter((id) => id !== null).join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={name}>
        {label}
      </label>
      <input
        id={name}
        name={name}
        className={styles.input}
        {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}
        {...(problemId === null ? {} : { 'aria-invalid': true })}
        {...input}
      />
      {problemId === null ? null : (
        <p id={problemId} className={styles.problem}>
          {problem}
        </p>
      )}
      {hintId === null ? null : (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
