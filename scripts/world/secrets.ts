import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  nextauthSecret: z.string(),
  cronSecret: z.string(),
  delegationKey: z.string(),
  stripeSecretKey: z.string(),
  stripePublishableKey: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The secrets of a data folder: made at its first start, the same ever after. */
export function secretsOf(dataDir: string): Secrets {
  const file = join(dataDir, 'demo.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secrets: Secrets = {
    nextauthSecret: randomBytes(32).toString('base64url'),
    cronSecret: randomBytes(24).toString('base64url'),
    delegationKey: randomBytes(64).toString('base64'),
    stripeSecretKey: `sk_test_${randomBytes(24).toString('hex')}`,
    stripePublishableKey: `pk_test_${randomBytes(24).toString('hex')}`,
  };
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** What provisioning wrote down when it made the two webhook addresses; null before it has. */
export function webhookSecretOf(
  dataDir: string,
  of: 'account' | 'meters' = 'account',
): string | null {
  const file = `${webhookSecretFile(dataDir)}${of === 'meters' ? '-meters' : ''}`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

export function webhookSecretFile(dataDir: string): string {
  return join(dataDir, 'webhook-secret');
}
