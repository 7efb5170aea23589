import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a webhook endpoint's signing secret goes: Stripe tells it only once. */
export interface SecretFile {
  /** True when a file was named and holds no secret. Without a file nothing is known, so nothing is lost. */
  isLost(): boolean;
  write(secret: string): void;
}

/** Keeps the secret in a file that only its owner reads, replaced in one movement. */
export function secretFileAt(path: string): SecretFile {
  return {
    isLost: () => !existsSync(path) || !readFileSync(path, 'utf8').trim().startsWith('whsec_'),
    write(secret) {
      mkdirSync(dirname(path), { recursive: true });
      const draft = `${path}.new`;
      writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
      renameSync(draft, path);
    },
  };
}

/** Without a file the secret is handed to `tell`, for the operator to put among the settings. */
export function secretTold(tell: (secret: string) => void): SecretFile {
  return { isLost: () => false, write: tell };
}
