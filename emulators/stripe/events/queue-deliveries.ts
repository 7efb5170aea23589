import { matches, type WebhookFault } from '../../core/faults';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { EndpointRow, EventRow } from '../state/notification-rows';
import type { DestinationRow } from '../state/v2-rows';

/** Puts an event on its way to the endpoints that asked for it. */
export function queueDeliveries(
  account: Account,
  event: EventRow,
  fault: WebhookFault | undefined,
): void {
  for (const endpoint of [...account.endpoints.all(), ...snapshotDestinations(account)]) {
    if (endpoint.status !== 'enabled' || !wants(endpoint, event.type)) continue;
    queueDelivery(account, event, endpoint, fault);
    if (fault?.webhook === 'duplicate') queueDelivery(account, event, endpoint, undefined);
  }
}

/** Sends an event again to one endpoint, or to all that want it. Answers how many. */
export function resend(account: Account, event: EventRow, endpointId?: string): number {
  const endpoints = [...account.endpoints.all(), ...snapshotDestinations(account)].filter((one) =>
    endpointId === undefined
      ? one.status === 'enabled' && wants(one, event.type)
      : one.id === endpointId,
  );
  for (const endpoint of endpoints) queueDelivery(account, event, endpoint, undefined);
  return endpoints.length;
}

export function queueDelivery(
  account: Account,
  event: { readonly id: string },
  endpoint: EndpointRow,
  fault: WebhookFault | undefined,
): void {
  const dropped = fault?.webhook === 'drop';
  // Shuffled: late by so little that whatever happens next overtakes it.
  const late =
    fault?.webhook === 'delay' ? fault.delaySeconds : fault?.webhook === 'shuffle' ? 5 : 0;
  const delivery = account.deliveries.put({
    id: newId('whd'),
    event: event.id,
    endpoint: endpoint.id,
    state: dropped ? 'dropped' : 'pending',
    attempts: [],
    nextAt: dropped ? null : account.worldNow() + late,
  });
  if (delivery.nextAt === null) return;
  account.wakeInWorld(
    'delivery',
    delivery.id,
    late === 0 ? account.world.clock.nowMs() / 1000 : delivery.nextAt,
  );
  account.world.poke();
}

/** Event destinations that get the same events as webhook endpoints. */
function snapshotDestinations(account: Account): DestinationRow[] {
  return account.destinations.filter((one) => one.payload === 'snapshot');
}

function wants(endpoint: EndpointRow, type: string): boolean {
  return endpoint.enabledEvents.some((pattern) => matches(pattern, type));
}
