import { isIP } from 'node:net';
import { z } from 'zod';

/** Machines of our own network: nobody in between can read plain text. */
export function isNearby(address: string): boolean {
  const host = hostOf(address);
  if (isThisMachine(address)) return true;
  switch (isIP(host)) {
    case 4:
      return /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(host);
    case 6:
      return /^(f[cd]|fe[89ab])/.test(host);
    default:
      // A name without dots is one of a container network; the endings belong to nobody outside.
      return !host.includes('.') || /\.(internal|local|lan|localdomain)$/.test(host);
  }
}

/** This machine and no other. */
export function isThisMachine(address: string): boolean {
  const host = hostOf(address);
  const isLoopback = isIP(host) === 4 && host.startsWith('127.');
  return isLoopback || host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Without a slash at its end, so that paths can be put after it. In plain text only to machines nearby. */
export function addressLike(example: string) {
  return z
    .url({ protocol: /^https?$/, error: `an address such as ${example}` })
    .refine((value) => !URL.canParse(value) || value.startsWith('https:') || isNearby(value), {
      error: 'https, because plain http to another machine is read and changed on the way',
    })
    .refine((value) => !URL.canParse(value) || isBare(new URL(value)), {
      error: `an address without a user, a question mark or a hash, such as ${example}`,
    })
    .transform((value) => value.replace(/\/+$/, ''));
}

function isBare({ username, password, search, hash }: URL): boolean {
  return [username, password, search, hash].every((part) => part === '');
}

export const address = addressLike('https://example.com');

/** An address with nothing after the host: paths of ours are put there. */
export const origin = address.refine(
  (value) => !URL.canParse(value) || new URL(value).pathname === '/',
  'an address without a path, such as https://example.com',
);

/** Several values, separated by commas. */
export const list = z.string().transform((value) => value.split(',').map((item) => item.trim()));

const QUOTED = /^(["'`]).*\1$/s;

/** A secret that somebody else made. */
export const theirSecret = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]+$/u, 'one line without invisible characters')
  .refine((value) => !QUOTED.test(value), 'the value without quotes around it');

/** A secret that we ask for: long, of many characters, and one that can travel in a header. */
export function ownSecret(least: number) {
  return z
    .string()
    .min(least, `at least ${least} characters`)
    .regex(/^[\x21-\x7e]+$/, 'letters, digits and signs without spaces: openssl rand -hex 32')
    .refine((value) => !QUOTED.test(value), 'the value without quotes around it')
    .refine((value) => isVaried(value), 'an unguessable secret: openssl rand -hex 32');
}

const LEAST_DIFFERENT = 8;

/** Whether it is more than a few characters, or one word, again and again. */
export function isVaried(value: string | Uint8Array): boolean {
  if (new Set<string | number>([...value]).size < LEAST_DIFFERENT) return false;
  if (typeof value !== 'string') return true;
  return (
    !/^(.{1,9})\1{2,}.{0,8}$/s.test(value) && !/change.?me|your.?secret|placeholder/i.test(value)
  );
}
