'use client';

import { type ReactNode, useActionState, useEffect, useRef } from 'react';
import styles from './action-form.module.css';
import { Alert } from './alert';
import type { ButtonLook } from './button-class';
import { Field } from './field';
import { SubmitButton } from './submit-button';

/** What an action answers to a form: a sentence about the whole, or one for each field that is wrong. */
export interface FormState {
  done?: string;
  problem?: { title: string; text?: string };
  fields?: Record<string, string>;
  /** What was typed, so that it need not be typed again. Never a password. */
  values?: Record<string, string>;
}

export interface FormField {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  hint?: string;
  autoComplete?: string;
  defaultValue?: string;
  inputMode?: 'numeric' | 'text';
  required?: boolean;
}

/** A form with a server action; works without scripts too, with the answer on the page that follows. */
export function ActionForm({
  action,
  fields,
  hidden = {},
  submit,
  working,
  look = 'primary',
  size,
  wide = false,
  children,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  fields: readonly FormField[];
  hidden?: Record<string, string>;
  submit: string;
  working: string;
  children?: ReactNode;
} & ButtonLook) {
  const [state, dispatch] = useActionState(action, {});
  const form = useRef<HTMLFormElement>(null);

  // After an answer with problems the cursor moves to the first field that has one.
  useEffect(() => {
    if (!state.fields || Object.keys(state.fields).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state]);

  return (
    <form ref={form} action={dispatch} className={styles.form} noValidate>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {state.problem ? (
        <Alert tone="bad" title={state.problem.title} live>
          {state.problem.text}
        </Alert>
      ) : null}
      {state.done ? <Alert tone="good" title={state.done} live /> : null}
      {children}
      {fields.map(({ defaultValue, ...field }) => (
        <Field
          key={field.name}
          {...field}
          {...initialValue(state.values?.[field.name] ?? defaultValue)}
          problem={state.fields?.[field.name]}
        />
      ))}
      <div>
        <SubmitButton look={look} size={size} wide={wide} working={working}>
          {submit}
        </SubmitButton>
      </div>
    </form>
  );
}

function initialValue(value: string | undefined): { defaultValue?: string } {
  return value === undefined ? {} : { defaultValue: value };
}
