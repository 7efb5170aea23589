import { z } from 'zod';
import { hasLink, singleLine } from '../../../kit/plain-text';
import { isWeakPassword } from '../../../kit/weak-password';
import type { Needs } from '../../deps';
import { isCommonPassword } from './common-passwords';

export const nameField = z
  .string()
  .transform((given, context) => {
    const name = singleLine(given);
    if (name !== null) return name;
    context.addIssue({
      code: 'custom',
      message: 'The name contains a character that can’t be displayed. Enter it again.',
    });
    return z.NEVER;
  })
  .pipe(
    z
      .string()
      .min(1, 'Enter your name.')
      .max(100, 'Use at most 100 characters.')
      // It appears in messages and lists that other people read.
      .refine((name) => !hasLink(name), 'Enter your name only, without web or email addresses.'),
  );

export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('Enter an email address, such as ada@example.com.'));

export const passwordField = z
  .string()
  .min(10, 'Use at least 10 characters: a few words are easy to remember.')
  .max(128, 'Use at most 128 characters.');

/** What is wrong with a new password of this person, as far as this server knows; null when it is fine. */
export async function passwordProblem(
  password: string,
  person: { name: string; email: string },
): Promise<string | null> {
  const message = problemOf(passwordField, password);
  if (message !== null) return message;
  const about = [person.name, person.email.split('@')[0] ?? ''];
  return isWeakPassword(password, about) || (await isCommonPassword(password))
    ? 'This password is too common. Try a few words of your own.'
    : null;
}

/** The same for what others know. After the throttle: this sends a request to somebody else, which must be limited. */
export async function leakedPasswordProblem(
  deps: Needs<'passwords'>,
  password: string,
): Promise<string | null> {
  return (await deps.passwords.isLeaked(password))
    ? 'This password has appeared in a data leak. Try a few words of your own.'
    : null;
}

export type Problems<Field extends string> = { field: Field; message: string }[];

/** One problem for each field: the first, in the order of the form. */
export function firstPerField<Field extends string>(issues: z.core.$ZodIssue[]): Problems<Field> {
  const problems = new Map<Field, string>();
  for (const issue of issues) {
    const field = issue.path[0] as Field;
    if (!problems.has(field)) problems.set(field, issue.message);
  }
  return [...problems].map(([field, message]) => ({ field, message }));
}

/** The message of a single wrong value; null when it is right. */
export function problemOf(schema: z.ZodType, value: unknown): string | null {
  const result = schema.safeParse(value);
  return result.success ? null : (result.error.issues[0]?.message ?? 'This is not valid.');
}
