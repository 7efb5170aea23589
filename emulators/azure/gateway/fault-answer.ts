import type { Context } from 'hono';
import type { CallFault } from '../../core/faults';
import type { FaultAnswer } from '../../core/track';
import {
  backendFailed,
  type GatewayAnswer,
  keyRefused,
  limitReached,
  notFound,
  plain,
} from './refusals';

/** What the gateway answers with a status that a fault asks for, in the bytes of its own refusals. */
export function faultAnswer(
  fault: Pick<CallFault, 'status' | 'retryAfterSeconds'>,
  c: Context,
): FaultAnswer {
  const { body, headers, statusText } = answerFor(fault, c);
  const length = `${Buffer.byteLength(body)}`;
  return { body, headers: { ...headers, 'Content-Length': length }, statusText };
}

function answerFor(
  { status, retryAfterSeconds = 1 }: Pick<CallFault, 'status' | 'retryAfterSeconds'>,
  c: Context,
): GatewayAnswer {
  const host = c.req.header('host') ?? '';
  const [, path = ''] = c.req.path.split('/');
  switch (status) {
    case 401:
      return keyRefused('invalid', { host, path, keyHeader: 'Ocp-Apim-Subscription-Key' });
    case 403:
      return withoutRetry({ kind: 'quota', of: 'call volume', untilMs: retryAfterSeconds * 1000 });
    case 404:
      return notFound();
    case 429:
      return withoutRetry({ kind: 'rate', retryAfterSeconds, header: 'Retry-After' });
    case 500:
      return backendFailed();
    default:
      return plain(status, 'Service unavailable');
  }
}

/** Whether there is a Retry-After is the fault's to say. */
function withoutRetry(refusal: Parameters<typeof limitReached>[0]): GatewayAnswer {
  const { 'Retry-After': _, ...headers } = limitReached(refusal, 0).headers;
  return { ...limitReached(refusal, 0), headers };
}
