import type { ApiManagementClientOptionalParams } from '@azure/arm-apimanagement';
import { createPace } from '../kit/pace';
import { ENDLESS, type Patience } from '../ports/patience';
import { REAL_TIME } from '../ports/real-time';
import { type CallWatch, UNWATCHED } from '../ports/telemetry';
import { type AdditionalPolicies, type Policy, watched } from './watched';

export interface TransportOptions {
  /** The address that the SDK uses; differs for other services of Azure. */
  publicOrigin?: string;
  /** How long a call may take with all its retries; 20 seconds by default. */
  timeoutMs?: number;
  watch?: CallWatch;
  /** The time that the caller may still wait; unlimited by default. */
  patience?: Patience;
  /** A layer between the SDK and the network, for tests. */
  onTheWay?: Policy;
}

const PUBLIC_ARM = 'https://management.azure.com';
const CALL_TIMEOUT_MS = 20_000;
const MAX_RETRY_AFTER_MS = 5_000;

/**
 * How requests to Azure are sent: every call ends after 20 seconds with all its retries, or earlier when the caller's
 * time is over. A Retry-After is honored up to 5 seconds (the SDK would wait for any time), and a 429 without one is
 * retried too. Redirects are not followed: each request has one address, and the answer to a write must come from
 * there.
 */
export function transportOptions(
  address: string,
  {
    publicOrigin = PUBLIC_ARM,
    timeoutMs = CALL_TIMEOUT_MS,
    onTheWay,
    watch = UNWATCHED,
    patience = ENDLESS,
  }: TransportOptions = {},
): ApiManagementClientOptionalParams {
  const url = new URL(address);
  const isLocal = url.protocol === 'http:';
  return {
    endpoint: isLocal ? publicOrigin : url.origin,
    retryOptions: { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: MAX_RETRY_AFTER_MS },
    redirectOptions: { maxRetries: 0 },
    additionalPolicies: [
      { position: 'perCall', policy: limited(timeoutMs, patience) },
      { position: 'perRetry', policy: paced() },
      { position: 'perRetry', policy: calm },
      { position: 'perRetry', policy: watched(watch) },
      ...(isLocal ? redirect(url.origin, publicOrigin) : []),
      ...(onTheWay ? [{ position: 'perRetry' as const, policy: onTheWay }] : []),
    ],
  };
}

/** Azure's own limits: a bucket of 250 reads that fills at 25 a second, and of 200 writes at 10. */
const READS = { perSecond: 25, capacity: 250 };
const WRITES = { perSecond: 10, capacity: 200 };

/** Waits before a request that Azure would throttle, so that a run with many requests does not use up its retries. */
function paced(): Policy {
  const toRead = createPace(READS, REAL_TIME);
  const toWrite = createPace(WRITES, REAL_TIME);
  return {
    name: 'tollgatePace',
    async sendRequest(request, next) {
      await (request.method === 'GET' ? toRead() : toWrite());
      return next(request);
    },
  };
}

function limited(timeoutMs: number, patience: Patience): Policy {
  return {
    name: 'tollgateTimeLimit',
    sendRequest(request, next) {
      const mostMs = Math.min(timeoutMs, Math.ceil(patience.leftMs()));
      request.abortSignal ??= mostMs > 0 ? AbortSignal.timeout(mostMs) : AbortSignal.abort();
      return next(request);
    },
  };
}

const calm: Policy = {
  name: 'tollgateRetryAfter',
  async sendRequest(request, next) {
    const response = await next(request);
    if (response.status !== 429 && response.status !== 503) return response;
    const asked = Number(response.headers.get('retry-after')) * 1000;
    const hasHint = ['retry-after', 'retry-after-ms', 'x-ms-retry-after-ms'].some((name) =>
      response.headers.has(name),
    );
    if (Number.isFinite(asked) && asked > MAX_RETRY_AFTER_MS) {
      response.headers.set('retry-after-ms', MAX_RETRY_AFTER_MS);
    } else if (response.status === 429 && !hasHint) {
      response.headers.set('retry-after-ms', 1_000);
    }
    return response;
  },
};

/**
 * The SDK rightly refuses to send a bearer token over http. For an emulator on this machine the pipeline works with
 * Azure's own address and only the last step, after authentication, replaces it. Absolute addresses in answers (next
 * pages, operations) are mapped the same way.
 */
function redirect(localOrigin: string, publicOrigin: string): AdditionalPolicies {
  const toPublic: Policy = {
    name: 'tollgateToPublicAddress',
    sendRequest(request, next) {
      request.url = swapOrigin(request.url, publicOrigin);
      return next(request);
    },
  };
  const toLocal: Policy = {
    name: 'tollgateToLocalAddress',
    async sendRequest(request, next) {
      const { url, allowInsecureConnection = false } = request;
      request.url = swapOrigin(url, localOrigin);
      request.allowInsecureConnection = true;
      try {
        return await next(request);
      } finally {
        // A retry passes through authentication again, which checks the address.
        request.url = url;
        request.allowInsecureConnection = allowInsecureConnection;
      }
    },
  };
  return [
    { position: 'perCall', policy: toPublic },
    { position: 'perRetry', policy: toLocal },
  ];
}

function swapOrigin(address: string, origin: string): string {
  const url = new URL(address);
  return `${origin}${url.pathname}${url.search}`;
}
