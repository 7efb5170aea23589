import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { certificate } from '../../testing/certificate';
import { parseEnv } from '../server/env/env';
import { credentialOf } from './client';

// Creating a certificate and loading large packages takes a while.
vi.setConfig({ testTimeout: 60_000 });

/** Entra ID's sign-in as a client sees it: the metadata, and a token for an assertion. */
async function startEntra(trusted: string) {
  const asked: URLSearchParams[] = [];
  const server = createServer(certificate(), async (request, response) => {
    const origin = `https://${request.headers.host}`;
    const path = request.url ?? '';
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path.includes('openid-configuration')) {
      return answer(200, {
        token_endpoint: `${origin}/tenant-1/oauth2/v2.0/token`,
        authorization_endpoint: `${origin}/tenant-1/oauth2/v2.0/authorize`,
        end_session_endpoint: `${origin}/tenant-1/oauth2/v2.0/logout`,
        issuer: `${origin}/tenant-1/v2.0`,
        jwks_uri: `${origin}/tenant-1/keys`,
      });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    asked.push(form);
    return form.get('client_assertion') === trusted
      ? answer(200, { token_type: 'Bearer', expires_in: 3600, access_token: 'token-of-azure' })
      : answer(401, { error: 'invalid_client', error_description: 'AADSTS700213: no match' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const CONTEXT = Symbol.for('@vercel/request-context');
const SCOPE = 'https://management.azure.com/.default';
const SETTINGS = {
  NEXTAUTH_SECRET: '0123456789012345678901234567890123456789',
  AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
  APIM_RESOURCE_GROUP: 'tollgate',
  APIM_SERVICE_NAME: 'apim',
  APIM_GATEWAY_URL: 'https://gateway.example',
  APIM_PORTAL_URL: 'https://portal.example',
  APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZg==',
  AZURE_SIGN_IN: 'vercel',
  AZURE_TENANT_ID: 'tenant-1',
  AZURE_CLIENT_ID: 'client-1',
};

let entra: Awaited<ReturnType<typeof startEntra>>;
afterEach(async () => {
  vi.unstubAllEnvs();
  Reflect.deleteProperty(globalThis, CONTEXT);
  await entra?.stop();
});

function credential(changes: Record<string, string> = {}) {
  // The certificate was made a moment ago by this test.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const { apim } = parseEnv({ ...SETTINGS, AZURE_AUTHORITY_HOST: entra.url, ...changes });
  if (!apim) throw new Error('The settings are incomplete.');
  return credentialOf(apim);
}

describe('signing in to Azure from Vercel', () => {
  it("exchanges the request's own token, with no secret of ours", async () => {
    entra = await startEntra('token-of-this-request');
    const headers = { 'x-vercel-oidc-token': 'token-of-this-request' };
    Object.assign(globalThis, { [CONTEXT]: { get: () => ({ headers }) } });
    await expect(credential().getToken(SCOPE)).resolves.toMatchObject({ token: 'token-of-azure' });
    expect(Object.fromEntries(entra.asked[0] ?? [])).toMatchObject({
      client_id: 'client-1',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: expect.stringContaining(SCOPE),
    });
    expect(entra.asked[0]?.has('client_secret')).toBe(false);
  });

  it('uses the token of the environment outside of requests', async () => {
    entra = await startEntra('token-of-the-build');
    const token = credential({ VERCEL_OIDC_TOKEN: 'token-of-the-build' }).getToken(SCOPE);
    await expect(token).resolves.toMatchObject({ token: 'token-of-azure' });
  });

  it('says where to switch it on when Vercel gives no token', async () => {
    entra = await startEntra('none');
    await expect(credential().getToken(SCOPE)).rejects.toThrow('Secure backend access');
  });

  it('needs to know which application of which tenant it is', () => {
    const { AZURE_TENANT_ID: _, ...without } = SETTINGS;
    expect(() => parseEnv(without)).toThrow('AZURE_TENANT_ID is not set');
  });
});
