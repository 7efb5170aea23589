import type { Refusal } from './limits';

/** Answers that the gateway gives by itself. The bodies are byte for byte those of Azure's. */
export interface GatewayAnswer {
  readonly status: number;
  /** Where it isn't HTTP's usual one. */
  readonly statusText?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function keyRefused(
  why: 'missing' | 'invalid',
  api: { host: string; path: string; keyHeader: string },
): GatewayAnswer {
  const message =
    why === 'missing'
      ? 'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.'
      : 'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.';
  const realm = `https://${api.host}/${api.path}`;
  return {
    ...plain(401, message),
    statusText: 'Access Denied',
    headers: {
      'Content-Type': 'application/json',
      'WWW-Authenticate': `AzureApiManagementKey realm="${realm}",name="${api.keyHeader}",type="header"`,
    },
  };
}

export function notFound(): GatewayAnswer {
  return plain(404, 'Resource not found');
}

export function backendFailed(): GatewayAnswer {
  return plain(500, 'Internal server error');
}

export function limitReached(refusal: Refusal, nowMs: number): GatewayAnswer {
  if (refusal.kind === 'rate') {
    const seconds = refusal.retryAfterSeconds;
    const answer = plain(429, `Rate limit is exceeded. Try again in ${seconds} seconds.`);
    return { ...answer, headers: { ...answer.headers, [refusal.header]: `${seconds}` } };
  }
  const seconds = Math.ceil((refusal.untilMs - nowMs) / 1000);
  const ongoing = Number.isFinite(seconds) ? seconds : LONGEST_TIME_SPAN_SECONDS;
  const answer = plain(
    403,
    `Out of ${refusal.of} quota. Quota will be replenished in ${timeSpan(ongoing)}.`,
  );
  return { ...answer, headers: { ...answer.headers, 'Retry-After': `${ongoing}` } };
}

/** .NET's TimeSpan as text: `03:14:17`, past a day `14.07:13:56`. */
export function timeSpan(seconds: number): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const clock = `${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
  return days > 0 ? `${days}.${clock}` : clock;
}

/** A quota that is never renewed waits for the longest time that .NET knows. */
const LONGEST_TIME_SPAN_SECONDS = 922_337_203_685;

export function plain(status: number, message: string): GatewayAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json' },
    body: `{ "statusCode": ${status}, "message": "${message}" }`,
  };
}
