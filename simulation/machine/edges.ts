import type { TransportOptions } from '../../lib/apim/transport';
import type { StripeClientOptions } from '../../lib/stripe/client';
import type { Life } from './life';

/** Where the process meets Stripe: requests with an effect are writes. */
export function stripeEdge(life: Life): NonNullable<StripeClientOptions['onTheWay']> {
  return (transport) => ({
    getClientName: () => transport.getClientName(),
    makeRequest: (...request) =>
      life.pass(kindOf(request[3]), () => transport.makeRequest(...request)),
  });
}

/** Where the process meets Azure. */
export function azureEdge(life: Life): NonNullable<TransportOptions['onTheWay']> {
  return {
    name: 'simulationEdge',
    sendRequest: (request, next) => life.pass(kindOf(request.method), () => next(request)),
  };
}

function kindOf(method: string): 'read' | 'write' {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}
