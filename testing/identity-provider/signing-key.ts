import { generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** An RSA key that signs tokens (RS256), and its public half as a JSON Web Key. */
export class SigningKey {
  readonly #key: KeyObject;
  readonly publicJwk: JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' };

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#key = privateKey;
    const jwk = publicKey.export({ format: 'jwk' });
    this.publicJwk = { ...jwk, kid: 'key-of-tests', use: 'sig', alg: 'RS256' };
  }

  token(claims: Record<string, unknown>): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: this.publicJwk.kid })}.${part(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.#key).toString('base64url')}`;
  }
}
