import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SecretStore } from '../../lib/ports/secret-store';

/** What is added to the file's name for each setting: the second secret is stored next to the first. */
const SUFFIXES: Readonly<Record<string, string>> = {
  STRIPE_WEBHOOK_SECRET: '',
  STRIPE_METER_WEBHOOK_SECRET: '-meters',
};

/**
 * Keeps the endpoint's secret in a file that only its owner reads, and that of the meters' destination in a second one
 * next to it (`FILE-meters`), each replaced in one movement.
 */
export function secretFileAt(path: string): SecretStore {
  const fileOf = (setting: string) => {
    const suffix = SUFFIXES[setting];
    // Two secrets in one file would be one secret.
    if (suffix === undefined) throw new Error(`There is no file for the secret ${setting}.`);
    return `${path}${suffix}`;
  };
  return {
    isLost(setting) {
      const file = fileOf(setting);
      return !existsSync(file) || !readFileSync(file, 'utf8').trim().startsWith('whsec_');
    },
    write(setting, secret) {
      const file = fileOf(setting);
      mkdirSync(dirname(file), { recursive: true });
      const draft = `${file}.new`;
      writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
      renameSync(draft, file);
    },
  };
}

/** Without a file the secret is handed to `tell`, for the operator to put among the settings. */
export function secretPrinted(report: (setting: string, secret: string) => void): SecretStore {
  return { isLost: () => false, write: report };
}
