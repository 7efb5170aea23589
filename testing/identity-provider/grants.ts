import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';

export interface Client {
  id: string;
  secret: string;
}

/** Who signed in, as they said on the page. */
export interface ProviderPerson {
  subject: string;
  email: string;
  name: string;
  isEmailProven: boolean;
}

interface Grant {
  person: ProviderPerson;
  redirectUri: string;
  challenge: string;
  nonce: string | null;
}

/** Codes and what they stand for. A code works once, for the client and the browser that asked (PKCE). */
export class Grants {
  readonly #client: Client;
  readonly #codes = new Map<string, Grant>();
  readonly #tokens = new Map<string, ProviderPerson>();

  constructor(client: Client) {
    this.#client = client;
  }

  get clientId(): string {
    return this.#client.id;
  }

  /** What a strict provider refuses before it shows its page; null when there is nothing. */
  problemOf(query: Record<string, string>): string | null {
    if (query.client_id !== this.#client.id) return 'client_id';
    if (query.response_type !== 'code') return 'response_type';
    if (!query.redirect_uri?.includes('/api/auth/callback/')) return 'redirect_uri';
    if (!query.state) return 'state is missing';
    if (query.code_challenge_method !== 'S256' || !query.code_challenge) return 'PKCE is missing';
    if (query.scope?.includes('openid') && !query.nonce) return 'nonce is missing';
    return null;
  }

  issue(text: (name: string) => string): string {
    const code = randomUUID();
    const nonce = text('misbehave') === 'nonce' ? 'a nonce of another browser' : text('nonce');
    this.#codes.set(code, {
      person: {
        subject: text('subject'),
        email: text('email'),
        name: text('name'),
        isEmailProven: text('proven') === 'yes',
      },
      redirectUri: text('redirect_uri'),
      challenge: text('code_challenge'),
      nonce: nonce || null,
    });
    return code;
  }

  /** Exchanges a code; null when anything about it is not right. */
  exchange(
    authorization: string | undefined,
    form: Record<string, unknown>,
  ): { accessToken: string; person: ProviderPerson; nonce: string | null } | null {
    if (!this.#isClient(authorization)) return null;
    const grant = this.#codes.get(String(form.code));
    this.#codes.delete(String(form.code));
    if (!grant || grant.redirectUri !== form.redirect_uri) return null;
    const verifier = createHash('sha256').update(String(form.code_verifier)).digest('base64url');
    if (verifier !== grant.challenge) return null;
    const accessToken = randomUUID();
    this.#tokens.set(accessToken, grant.person);
    return { accessToken, person: grant.person, nonce: grant.nonce };
  }

  personOf(authorization: string | undefined): ProviderPerson | null {
    return this.#tokens.get(authorization?.replace(/^Bearer /i, '') ?? '') ?? null;
  }

  #isClient(authorization: string | undefined): boolean {
    const { id, secret } = this.#client;
    const wanted = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const given = Buffer.from(authorization ?? '');
    return given.length === wanted.length && timingSafeEqual(given, Buffer.from(wanted));
  }
}
