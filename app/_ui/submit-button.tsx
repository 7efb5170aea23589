'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { type ButtonLook, buttonClass } from './button-class';

/**
 * A form's button that says so while its action works, and cannot be pressed twice meanwhile. It is not disabled for
 * that: a disabled button loses the keyboard's focus.
 */
export function SubmitButton({
  children,
  working,
  name,
  value,
  form,
  ...look
}: ButtonLook & {
  children: ReactNode;
  working: string;
  name?: string;
  value?: string;
  form?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={buttonClass(look)}
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      {...(name === undefined ? {} : { name, value })}
      {...(form === undefined ? {} : { form })}
    >
      {pending ? working : children}
    </button>
  );
}
