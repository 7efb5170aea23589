import type { NextAuthOptions } from 'next-auth';
import AzureAd from 'next-auth/providers/azure-ad';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { env } from '../server/env/env';
import type { ProviderEnv } from '../server/env/identity-env';
import type { ProviderIdentity } from '../use-cases/identity/linked-accounts';
import { isOwnTenant } from './entra-tenant';
import { provenGitHubEmail } from './github-email';

type Provider = NextAuthOptions['providers'][number];

const NAMES: Readonly<Record<string, string>> = {
  'azure-ad': 'Microsoft',
  github: 'GitHub',
  google: 'Google',
};

export function providerName(id: string): string {
  return NAMES[id] ?? id;
}

/** Those that have settings. */
export function configuredProviders(): { id: string; name: string }[] {
  const { entra, github, google } = env().providers;
  return [
    ...(entra ? ['azure-ad'] : []),
    ...(github ? ['github'] : []),
    ...(google ? ['google'] : []),
  ].map((id) => ({ id, name: providerName(id) }));
}

/** next-auth's providers, each with state and PKCE where it has them: an answer belongs to the browser that asked. */
export function nextAuthProviders(): Provider[] {
  const { entra, github, google } = env().providers;
  return [
    ...(entra ? [entraId(entra)] : []),
    ...(github ? [gitHub(github)] : []),
    ...(google ? [googleAccount(google)] : []),
  ];
}

const CHECKS: ('pkce' | 'state' | 'nonce')[] = ['pkce', 'state', 'nonce'];

function entraId({ url, tenantId, ...client }: ProviderEnv & { tenantId: string }): Provider {
  return AzureAd({
    ...client,
    tenantId,
    wellKnown: `${url}/${tenantId}/v2.0/.well-known/openid-configuration?appid=${client.clientId}`,
    checks: CHECKS,
    // next-auth's own also fetches a photograph, from an address of its own.
    profile: ({ sub, name, email }) => ({ id: sub, name, email }),
  });
}

function googleAccount({ url, ...client }: ProviderEnv): Provider {
  return Google({
    ...client,
    wellKnown: `${url}/.well-known/openid-configuration`,
    checks: CHECKS,
  });
}

/** next-auth's own takes the primary address without asking whether it was proven. */
function gitHub({ url, apiUrl, ...client }: ProviderEnv & { apiUrl: string }): Provider {
  return GitHub({
    ...client,
    issuer: `${url}/login/oauth`,
    checks: ['pkce', 'state'],
    authorization: {
      url: `${url}/login/oauth/authorize`,
      params: { scope: 'read:user user:email' },
    },
    token: `${url}/login/oauth/access_token`,
    userinfo: {
      url: `${apiUrl}/user`,
      async request({ client: oauth, tokens }) {
        const accessToken = tokens.access_token ?? '';
        const profile = await oauth.userinfo(accessToken);
        const email = await provenGitHubEmail(apiUrl, accessToken);
        return { ...profile, email: email ?? '', email_verified: email !== null };
      },
    },
  });
}

/**
 * Who a provider says this is. Only what the provider itself has proven counts as proven: Google says so in the token;
 * GitHub in its list of addresses; in Entra ID an administrator of any tenant can write any address, so it counts
 * only for the operator's own tenant.
 */
export function identityOf(
  account: { provider: string; providerAccountId: string },
  profile: Record<string, unknown>,
): ProviderIdentity {
  const text = (name: string) => {
    const value = profile[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    provider: account.provider,
    providerName: providerName(account.provider),
    providerAccountId: account.providerAccountId,
    email: text('email'),
    name: text('name') ?? text('login'),
    isEmailProven: isProven(account.provider, profile),
  };
}

function isProven(provider: string, profile: Record<string, unknown>): boolean {
  switch (provider) {
    case 'google':
    case 'github':
      return profile.email_verified === true;
    case 'azure-ad': {
      const { entra } = env().providers;
      return entra !== null && isOwnTenant(entra.tenantId, profile.tid);
    }
    default:
      return false;
  }
}
