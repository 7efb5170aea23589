import type { PrismaClient } from '../db/generated/client';
import type { CreditSettings } from '../domain/access/credit';
import type { Catalog } from '../domain/catalog/catalog';
import type { ApiGateway } from '../ports/api-gateway';
import type { Mail } from '../ports/mail';
import type { PaymentProvider } from '../ports/payment-provider';
import type { Telemetry } from '../ports/telemetry';

/** All dependencies of a use case, passed as one argument. */
export interface Deps {
  db: PrismaClient;
  payments: PaymentProvider;
  gateway: ApiGateway;
  catalog: Catalog;
  clock: Clock;
  log: Logger;
  telemetry: Telemetry;
  passwords: Passwords;
  mail: Mail;
  vault: Vault;
  /** Where the current request came from; null outside of one, and when no trusted proxy says so. */
  requestAddress: () => Promise<string | null>;
  /** Runs work after the answer, so that its duration reveals nothing. A failure is logged under the name. */
  later: (name: string, work: () => Promise<void>) => void;
  newId: () => string;
  settings: UseCaseSettings;
}

/**
 * What a use case needs of it: `Needs<'db' | 'clock'>`. A caller with all dependencies has that, and a test needs no
 * more.
 */
export type Needs<Part extends keyof Deps> = Pick<Deps, Part>;

/** What bringing a subscription in line with its payment needs, and so whatever does that on the way. */
export type SyncDeps = Needs<
  | 'catalog'
  | 'clock'
  | 'db'
  | 'gateway'
  | 'log'
  | 'mail'
  | 'payments'
  | 'requestAddress'
  | 'settings'
  | 'vault'
>;

export interface UseCaseSettings {
  appUrl: string;
  portalUrl: string;
  gatewayUrl: string;
  /** How long a failed renewal leaves access on. */
  graceDays: number;
  credit: CreditSettings;
  /** How long after a period's end the gateway's counts may still grow. */
  usageLagMinutes: number;
  /** Whether a new account is signed in at once or by the link in its first message. */
  signUp: 'instant' | 'confirm-first';
  /** How long after a period's end its invoice may wait for its last usage. */
  deferHours: number;
  /** How long one run may take before it leaves the rest to the next. */
  runBudgetSeconds: number;
}

export interface Clock {
  now(): Promise<Date>;
}

/** One structured line per outcome; the object first, as pino has it. */
export interface Logger {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface Passwords {
  /** Only so many are hashed at a time: `known` for who is signed in or was in this browser. Throws `busy`. */
  hash(password: string, lane?: 'outsider' | 'known'): Promise<string>;
  /** As slow without a stored hash as with one, so that the time does not reveal who has an account. Throws `busy`. */
  verify(
    passwordHash: string | null,
    password: string,
    lane?: 'outsider' | 'known',
  ): Promise<boolean>;
  /** Whether it is on a list of leaked ones; false when nobody can be asked. */
  isLeaked(password: string): Promise<boolean>;
}

/** Seals small secrets that must be read again, for keeping in the database. */
export interface Vault {
  seal(text: string): string;
  /** Throws when it was not sealed here. */
  open(sealed: string): string;
  /** The same text always gives the same hash, which nobody can compute without the secret. */
  hash(text: string): string;
}
