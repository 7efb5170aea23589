'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { type ButtonLook, buttonClass } from './button-class';

/** A form's button that says so while its action works, and cannot be pressed twice meanwhile. */
export function SubmitButton({
  children,
  working,
  name,
  value,
  ...look
}: ButtonLook & { children: ReactNode; working: string; name?: string; value?: string }) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={buttonClass(look)}
      disabled={pending}
      {...(name === undefined ? {} : { name, value })}
    >
      {pending ? working : children}
    </button>
  );
}
