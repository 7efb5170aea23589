import type { StartedAzure } from '../started-azure';

/** For tests: a token of a user, made by the official SDK. */
export async function userToken(azure: StartedAzure, userId = 'u1', minutes = 60): Promise<string> {
  const expiry = new Date(azure.world.clock.nowMs() + minutes * 60_000);
  const { value } = await azure.client.user.getSharedAccessToken(...azure.at, userId, {
    keyType: 'primary',
    expiry,
  });
  return value ?? '';
}

export interface DataCall {
  readonly token?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For tests: calls as the portal does, with the token in its extended form and api-version in the query. */
export async function callData(
  azure: StartedAzure,
  path: string,
  options: DataCall = {},
): Promise<{ status: number; headers: Headers; json: unknown }> {
  const url = `${azure.portalUrl}/developer${path}${path.includes('?') ? '&' : '?'}api-version=2022-04-01-preview`;
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    headers: {
      'x-ms-apim-client': 'self-hosted-portal|localhost|test',
      ...(options.token === undefined
        ? {}
        : { Authorization: `SharedAccessSignature token="${options.token}",refresh="true"` }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, json };
}
