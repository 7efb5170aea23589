import { ApiManagementClient } from '@azure/arm-apimanagement';
import type { TokenCredential } from '@azure/identity';
import { AppError } from '../kit/app-error';
import type { ApimSettings, FederatedSignIn } from './settings';
import { type TransportOptions, transportOptions } from './transport';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The Resource Manager client. It reads nothing and signs in nowhere until the first call. */
export function createApimClient(
  settings: ApimSettings,
  options: TransportOptions = {},
): ApiManagementClient {
  checkSettings(settings);
  return new ApiManagementClient(
    credentialOf(settings),
    settings.subscriptionId,
    transportOptions(settings.armEndpoint, options),
  );
}

/** The ready token, a token exchange with a trusted issuer, or any credential that Azure's library finds. */
export function credentialOf({
  armToken,
  federated = null,
}: Pick<ApimSettings, 'armToken' | 'federated'>): TokenCredential {
  if (armToken !== null) return fixedToken(armToken);
  return azureCredential(federated);
}

/** The SDK checks the UUID only at the first call, and never checks the names. */
function checkSettings(settings: ApimSettings): void {
  if (!UUID.test(settings.subscriptionId)) {
    throw new AppError('not-configured', 'AZURE_SUBSCRIPTION_ID must be a UUID.');
  }
  if (!/^[A-Za-z][A-Za-z0-9-]{0,49}$/.test(settings.serviceName)) {
    throw new AppError(
      'not-configured',
      'APIM_SERVICE_NAME must be a letter followed by letters, digits and hyphens, 50 at most.',
    );
  }
  if (!/^[-\w.()]{1,90}$/.test(settings.resourceGroup)) {
    throw new AppError('not-configured', 'APIM_RESOURCE_GROUP is no name of a resource group.');
  }
  checkEndpoint('APIM_ARM_ENDPOINT', settings.armEndpoint, settings.armToken);
}

/** A token is sent only by https, or within this machine. */
export function checkEndpoint(setting: string, address: string, token: string | null): void {
  const endpoint = new URL(address);
  if (endpoint.protocol === 'https:') return;
  if (endpoint.protocol !== 'http:' || !LOOPBACK.includes(endpoint.hostname)) {
    throw new AppError(
      'not-configured',
      `${setting} is ${address}: tokens travel unencrypted only within this machine. Use https.`,
    );
  }
  if (token === null) {
    throw new AppError(
      'not-configured',
      `${setting} is a local http address, so APIM_ARM_TOKEN is needed: a real Azure token is not sent there.`,
    );
  }
}

function fixedToken(token: string): TokenCredential {
  const expiresOnTimestamp = Date.parse('9999-01-01T00:00:00Z');
  return { getToken: async () => ({ token, expiresOnTimestamp }) };
}

/**
 * Service principal by settings, workload identity, managed identity or the developer's own sign-in, whichever is
 * available. The package is large, so it is loaded when a token is first needed.
 */
function azureCredential(federated: FederatedSignIn | null): TokenCredential {
  let made: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, options) {
      made ??= makeCredential(federated);
      return (await made).getToken(scopes, options);
    },
  };
}

async function makeCredential(federated: FederatedSignIn | null): Promise<TokenCredential> {
  const { ClientAssertionCredential, DefaultAzureCredential } = await import('@azure/identity');
  if (!federated) return new DefaultAzureCredential();
  const { tenantId, clientId, assertion, authorityHost } = federated;
  return new ClientAssertionCredential(tenantId, clientId, assertion, {
    // The address of another cloud is not in Azure's public list.
    ...(authorityHost === null ? {} : { authorityHost, disableInstanceDiscovery: true }),
  });
}
