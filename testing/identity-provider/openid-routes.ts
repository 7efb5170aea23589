import type { Hono } from 'hono';
import type { Grants } from './grants';
import type { SigningKey } from './signing-key';

/** One issuer of OpenID Connect (Discovery 1.0, Core 1.0 with the code flow). */
export function openIdRoutes(
  app: Hono,
  options: {
    path: string;
    key: SigningKey;
    grants: Grants;
    authorize: (path: string) => void;
    /** Entra ID's claim of the tenant. */
    tenant?: string;
  },
): void {
  const { path, key, grants, tenant } = options;
  const issuerOf = (url: string) => `${new URL(url).origin}${path}`;

  app.get(`${path}/.well-known/openid-configuration`, (c) => {
    const issuer = issuerOf(c.req.url);
    return c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    });
  });
  options.authorize(`${path}/authorize`);
  app.get(`${path}/keys`, (c) => c.json({ keys: [key.publicJwk] }));

  app.post(`${path}/token`, async (c) => {
    const given = grants.exchange(c.req.header('authorization'), await c.req.parseBody());
    if (!given) return c.json({ error: 'invalid_grant' }, 400);
    const { person, nonce, accessToken } = given;
    const seconds = Math.floor(Date.now() / 1000);
    const idToken = key.token({
      iss: issuerOf(c.req.url),
      aud: grants.clientId,
      sub: person.subject,
      iat: seconds,
      exp: seconds + 3600,
      nonce,
      email: person.email,
      email_verified: person.isEmailProven,
      name: person.name,
      ...(tenant === undefined ? {} : { tid: person.isEmailProven ? tenant : 'another-tenant' }),
    });
    const expiry = { token_type: 'Bearer', expires_in: 3600 };
    return c.json({ access_token: accessToken, id_token: idToken, ...expiry });
  });

  app.get(`${path}/userinfo`, (c) => {
    const person = grants.personOf(c.req.header('authorization'));
    if (!person) return c.json({ error: 'invalid_token' }, 401);
    return c.json({ sub: person.subject, email: person.email, name: person.name });
  });
}
