import { createHmac, timingSafeEqual } from 'node:crypto';

/** Fast on purpose: these passwords are made up, and there may be 100,000 of them. */
export function passwordHash(secret: string, password: string): string {
  return createHmac('sha256', secret).update(`password\n${password}`).digest('base64');
}

export function isPassword(input: {
  secret: string;
  hash: string | null;
  password: string;
}): boolean {
  if (input.hash === null) return false;
  const [one, other] = [input.hash, passwordHash(input.secret, input.password)].map((text) =>
    Buffer.from(text, 'base64'),
  );
  return one?.length === other?.length && one && other ? timingSafeEqual(one, other) : false;
}
