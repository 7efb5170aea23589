import { randomUUID } from 'node:crypto';
import type { FaultAnswer } from '../../core/track';
import { errorBody } from './arm-error';

/** What Azure Resource Manager answers with a status that a fault asks for. */
export function faultAnswer({ status }: { status: number }): FaultAnswer {
  const [code, message] = ERRORS[status] ?? OTHER;
  const id = randomUUID();
  return {
    body: JSON.stringify(errorBody({ code, message, details: null })),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': id,
    },
  };
}

const OTHER = ['InternalServerError', 'The request failed.'] as const;
const ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['ValidationError', 'One or more fields contain incorrect values:'],
  401: ['AuthenticationFailed', 'Authentication failed.'],
  403: ['AuthorizationFailed', 'The client does not have authorization to perform this action.'],
  404: ['ResourceNotFound', 'Resource not found.'],
  409: ['Conflict', 'The resource is being changed by another request.'],
  412: ['PreconditionFailed', 'Resource was modified since last retrieval.'],
  422: ['ManagementApiRequestFailed', 'The request to the management API failed.'],
  429: [
    'SubscriptionRequestsThrottled',
    'Number of requests for subscription exceeded the limit. Please try again later.',
  ],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
};
