import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../kit/app-error';
import type { Vault } from '../use-cases/deps';

/** Encrypts small secrets with a key of its own, drawn from the session secret: a copy of the database opens none. */
export function createVault(sessionSecret: string | null): Vault {
  const keyFor = (purpose: string) => {
    if (sessionSecret === null) {
      throw new AppError('not-configured', 'Sign-in is not configured: set NEXTAUTH_SECRET.');
    }
    return Buffer.from(hkdfSync('sha256', sessionSecret, '', purpose, 32));
  };
  const key = () => keyFor('tollgate vault 1');
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key(), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(
        'utf8',
      );
    },
    hash: (text) =>
      createHmac('sha256', keyFor('tollgate hash 1')).update(text).digest('base64url'),
  };
}
