import { z } from 'zod';

export const nameField = z
  .string()
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'Keep the name to 100 characters.')
  .regex(/^\P{Cc}*$/u, 'The name has a character that cannot be shown. Type it again.');

export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'Keep the e-mail address to 254 characters.')
  .pipe(z.email('Enter an e-mail address such as ada@example.com.'));

export const passwordField = z
  .string()
  .min(10, 'Use at least 10 characters: a few words are easy to remember.')
  .max(128, 'Keep the password to 128 characters.')
  .refine(
    (password) => !isCommon(password),
    'This password is on every list of common ones. A few words of your own are better.',
  );

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

// Of ten characters and more, since shorter ones are refused anyway: what lists of leaked passwords begin with.
const COMMON = new Set(
  `1234567890 12345678910 0123456789 0987654321 9876543210 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty123456
   qwertyuiop123 1q2w3e4r5t6y q1w2e3r4t5 zaq12wsxcde3 password12 password123 password1234 password12345
   passw0rd123 administrator changeme123 letmein123 welcome123 iloveyou123 princess123 football123 baseball123
   monkey1234 dragon1234 sunshine123 superman123 trustno1trustno1 abcdefghij abcd123456 abc1234567 a123456789
   aa12345678 123456789a 1234567890a 123123123123 1111111111 0000000000 123454321 12344321 1122334455`
    .split(/\s+/)
    .filter(Boolean),
);

function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  return COMMON.has(plain) || /^(.)\1*$/u.test(plain);
}
