import Stripe from 'stripe';
import { AppError } from '../kit/app-error';
import { ENDLESS, type Patience } from '../ports/patience';
import { type CallWatch, UNWATCHED } from '../ports/telemetry';
import { withPatience } from './patient';
import type { StripeSettings } from './settings';
import { type ThrottleOptions, type Transport, withThrottling } from './throttle';
import { withWatch } from './watched';

/** The version that this code is written and tested against; webhook endpoints are pinned to it too. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

export interface StripeClientOptions extends Partial<ThrottleOptions> {
  /** How long one request may take; 20 seconds by default. */
  timeoutMs?: number;
  watch?: CallWatch;
  /** The time that the caller may still wait; unlimited by default. */
  patience?: Patience;
  /** A layer between the SDK and the network, for tests. */
  onTheWay?: (transport: Transport) => Transport;
}

/** Gives the one SDK client, made when it is first needed. */
export type StripeClient = () => Stripe;

/**
 * Made lazily: the SDK's constructor throws without a key, and a build or a page that sells nothing has none.
 */
export function createStripeClient(
  settings: Pick<StripeSettings, 'secretKey' | 'apiBase'>,
  {
    timeoutMs = 20_000,
    onTheWay = (transport) => transport,
    watch = UNWATCHED,
    patience = ENDLESS,
    ...throttle
  }: StripeClientOptions = {},
): StripeClient {
  let client: Stripe | undefined;
  return () => {
    client ??= new Stripe(settings.secretKey, {
      apiVersion: STRIPE_API_VERSION,
      timeout: timeoutMs,
      maxNetworkRetries: 2,
      telemetry: false,
      appInfo: { name: 'Tollgate' },
      httpClient: withThrottling(
        withPatience(withWatch(onTheWay(Stripe.createNodeHttpClient()), watch), patience),
        { ...throttle, patience },
      ),
      ...address(settings.apiBase),
    });
    return client;
  };
}

function address(apiBase: string): { protocol: 'http' | 'https'; host: string; port: string } {
  const url = new URL(apiBase);
  const isHttps = url.protocol === 'https:';
  if (!isHttps && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    throw new AppError(
      'not-configured',
      `STRIPE_API_BASE is ${url.origin}: a secret key is sent without encryption only to this machine. Use https.`,
    );
  }
  return {
    protocol: isHttps ? 'https' : 'http',
    // The SDK joins host and port itself and does not want brackets around an IPv6 address.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (isHttps ? '443' : '80'),
  };
}
