import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { EventRow } from '../state/notification-rows';
import { queueDeliveries } from './queue-deliveries';

const KEPT_SECONDS = 30 * 86_400;
const MOST_EVENTS = 20_000;

/** Records an event and has it delivered to the endpoints that subscribed to it. */
export function emit(
  account: Account,
  type: string,
  object: object,
  previous: Readonly<Record<string, unknown>> | null = null,
): EventRow {
  const fault = account.world.faults.takeWebhook(type);
  const event = account.events.put(makeEvent(account, type, object, previous));
  queueDeliveries(account, event, fault);
  if (fault?.webhook === 'twin') {
    queueDeliveries(
      account,
      account.events.put(makeEvent(account, type, object, previous)),
      undefined,
    );
  }
  forgetOld(account);
  account.world.touch();
  return event;
}

/** Emits an `…updated` event with what was different before; nothing when nothing was. */
export function emitChange(account: Account, type: string, before: object, after: object): void {
  const previous = changedFrom(before, after);
  if (Object.keys(previous).length > 0) emit(account, type, after, previous);
}

function makeEvent(
  account: Account,
  type: string,
  object: object,
  previous: Readonly<Record<string, unknown>> | null,
): EventRow {
  return {
    id: newId('evt_1', 23).replace('evt_1_', 'evt_1'),
    created: account.worldNow(),
    type,
    // Objects are rendered again each time, so this one keeps showing what was.
    object,
    previous,
    request: account.request,
  };
}

function changedFrom(before: object, after: object): Record<string, unknown> {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(now.get(name)),
    ),
  );
}

/** Events older than 30 days, and the oldest beyond what a laptop should hold, unless they still wait. */
function forgetOld(account: Account): void {
  for (const event of account.events.all()) {
    const deliveries = account.deliveries.group(event.id);
    const tooMany =
      account.events.size > MOST_EVENTS && deliveries.every((one) => one.state !== 'pending');
    if (!tooMany && account.worldNow() - event.created < KEPT_SECONDS) return;
    account.events.delete(event.id);
    for (const delivery of deliveries) account.deliveries.delete(delivery.id);
  }
}
