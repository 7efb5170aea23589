import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The settings that the application reads the two signing secrets from. */
export type SecretName = 'STRIPE_WEBHOOK_SECRET' | 'STRIPE_METER_WEBHOOK_SECRET';

/** Where signing secrets go: Stripe tells each only once. */
export interface SecretFile {
  /** True when a file was named and holds no secret. Without a file nothing is known, so nothing is lost. */
  isLost(name: SecretName): boolean;
  write(name: SecretName, secret: string): void;
}

/**
 * Keeps the endpoint's secret in a file that only its owner reads, and that of the meters' destination in a second one
 * beside it (`FILE-meters`), each replaced in one movement.
 */
export function secretFileAt(path: string): SecretFile {
  const fileOf = (name: SecretName) => (name === 'STRIPE_WEBHOOK_SECRET' ? path : `${path}-meters`);
  return {
    isLost(name) {
      const file = fileOf(name);
      return !existsSync(file) || !readFileSync(file, 'utf8').trim().startsWith('whsec_');
    },
    write(name, secret) {
      const file = fileOf(name);
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.new`;
      writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
      renameSync(draft, file);
    },
  };
}

/** Without a file the secret is handed to `tell`, for the operator to put among the settings. */
export function secretTold(tell: (name: SecretName, secret: string) => void): SecretFile {
  return { isLost: () => false, write: tell };
}
