import { matches, type WebhookFault } from '../../core/faults';
import { queueDelivery } from '../events/queue-deliveries';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { DestinationRow, ThinEventRow } from '../state/v2-rows';

const KEPT_MS = 30 * 86_400_000;

/** The thin events that happen here; a destination can't ask for others. */
export const THIN_EVENTS = [
  'v1.billing.meter.error_report_triggered',
  'v1.billing.meter.no_meter_found',
] as const;
export const PING = 'v2.core.event_destination.ping';

/** Records a thin event and has it delivered to the destinations that subscribed to it, or to a given one. */
export function emitThin(
  account: Account,
  event: Pick<ThinEventRow, 'type' | 'related' | 'data'>,
  only?: DestinationRow,
): ThinEventRow {
  const row = writeDown(account, event);
  const fault = account.world.faults.takeWebhook(row.type);
  emit(account, row, fault, only);
  if (fault?.webhook === 'twin') emit(account, writeDown(account, event), undefined, only);
  forgetOld(account);
  account.world.touch();
  return row;
}

function writeDown(
  account: Account,
  event: Pick<ThinEventRow, 'type' | 'related' | 'data'>,
): ThinEventRow {
  const { id, idempotency_key: key } = account.request;
  return account.thinEvents.put({
    id: newId('evt_test', 44),
    createdMs: account.world.clock.nowMs(),
    request: id === null ? null : { id, idempotency_key: key ?? '' },
    ...event,
  });
}

function emit(
  account: Account,
  row: ThinEventRow,
  fault: WebhookFault | undefined,
  only: DestinationRow | undefined,
): void {
  for (const one of only ? [only] : account.destinations.all()) {
    if (one.status !== 'enabled') continue;
    if (!only && (one.payload !== 'thin' || !wants(one, row.type))) continue;
    queueDelivery(account, row, one, fault);
    if (fault?.webhook === 'duplicate') queueDelivery(account, row, one, undefined);
  }
}

function wants(destination: DestinationRow, type: string): boolean {
  return destination.enabledEvents.some((pattern) => matches(pattern, type));
}

function forgetOld(account: Account): void {
  for (const event of account.thinEvents.all()) {
    if (account.world.clock.nowMs() - event.createdMs < KEPT_MS) return;
    account.thinEvents.delete(event.id);
    for (const one of account.deliveries.group(event.id)) account.deliveries.delete(one.id);
  }
}
