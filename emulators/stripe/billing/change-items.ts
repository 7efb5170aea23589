import { mergeMetadata } from '../http/params';
import { periodStart } from '../money/period';
import { countedUsage } from '../objects/invoice-lines';
import { getPrice, refuseOtherCurrency } from '../objects/price';
import type { Account } from '../state/account';
import type { ItemRow, LineRow, Metadata, SubscriptionRow, UsageRow } from '../state/rows';
import { invalid } from '../wire/stripe-error';
import { collect, draftInvoice, finalize } from './invoice-life';
import { lengthChanges, lengthOf, lengthsOf, refuseInactive, refuseUnfitSet } from './item-rules';
import { waitForNext } from './pending-items';
import { remainingTime, unusedTime } from './proration';
import { usageUntil } from './renewal';
import { saveSubscription } from './save';
import { newItem } from './start-subscription';

export interface ItemChange {
  readonly id?: string | undefined;
  readonly price?: string | undefined;
  readonly quantity?: number | undefined;
  readonly deleted?: boolean | undefined;
  readonly metadata?: Metadata | '' | undefined;
}

/** What a change makes of a subscription, and what is to be billed for it. */
interface Planned {
  readonly items: ItemRow[];
  readonly lines: LineRow[];
  readonly usage: UsageRow[];
}

/**
 * Switches prices and quantities. In flexible mode what an old metered price has counted so far is
 * billed; in classic mode, or where nothing is prorated, it is dropped (Stripe docs: update prices mid-cycle).
 * What the change costs waits for the next invoice, unless `always_invoice` is asked for or the length of the
 * periods changes.
 */
export function changeItems(
  account: Account,
  row: SubscriptionRow,
  changes: readonly ItemChange[],
  behavior: ProrationBehavior = 'create_prorations',
): SubscriptionRow {
  const planned = planChange(account, row, changes, { prorate: behavior !== 'none' });
  const { items, lines, usage } = planned;
  const isOther = lengthChanges(account, row.items, items);
  const anchor = isOther && row.status !== 'trialing' ? account.now() : row.anchor;
  const saved = saveSubscription(account, { ...row, items, anchor });
  if (billsAtOnce(account, row, planned, behavior)) return bill(account, saved, lines, usage);
  if (row.status !== 'trialing')
    waitForNext(account, saved, [...lines, ...countedUsage(account, row, usage)]);
  return saved;
}

/** Whether a change is invoiced now. What is not waits for the next invoice. */
export function billsAtOnce(
  account: Account,
  row: SubscriptionRow,
  planned: Pick<Planned, 'items'>,
  behavior: ProrationBehavior,
): boolean {
  return behavior === 'always_invoice' || lengthChanges(account, row.items, planned.items);
}

export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';

/** Computes a change without making it. */
export function planChange(
  account: Account,
  row: SubscriptionRow,
  changes: readonly ItemChange[],
  how: { prorate: boolean; at?: number | undefined },
): Planned {
  const now = account.now();
  const span = { from: how.at ?? now, currency: row.currency };
  const { prorate } = how;
  const left: ItemRow[] = [];
  const lines: LineRow[] = [];
  let items = row.items;
  for (const [index, change] of changes.entries()) {
    const old = findOld(row, change, index);
    const next = change.deleted ? null : changedItem(account, row, old, { ...change, index });
    items = old
      ? items.flatMap((one) => (one.id === old.id ? (next ?? []) : one))
      : [...items, ...(next ? [next] : [])];
    if (old && (next === null || next.price !== old.price)) left.push(old);
    if (old && next?.price === old.price && next.quantity === old.quantity) continue;
    if (old && prorate) lines.push(...unusedTime(account, old, span));
    if (next && prorate) lines.push(...remainingTime(account, next, span));
  }
  refuseUnfitSet(account, items, { billingMode: row.billingMode, param: 'items' });
  const isUsageBilled = prorate && row.billingMode === 'flexible' && row.status !== 'trialing';
  const usage = isUsageBilled ? usageUntil(account, left, now) : [];
  return { items, lines, usage };
}

function findOld(row: SubscriptionRow, change: ItemChange, index: number): ItemRow | undefined {
  if (change.id === undefined) {
    if (change.deleted)
      throw invalid(
        `Missing required param: items[${index}][id].`,
        `items[${index}][id]`,
        'parameter_missing',
      );
    return undefined;
  }
  const old = row.items.find((one) => one.id === change.id);
  if (!old)
    throw invalid(
      `No such subscription item: '${change.id}'`,
      `items[${index}][id]`,
      'resource_missing',
    );
  return old;
}

function changedItem(
  account: Account,
  row: SubscriptionRow,
  old: ItemRow | undefined,
  change: ItemChange & { readonly index: number },
): ItemRow {
  const at = `items[${change.index}]`;
  const price = change.price ?? old?.price;
  if (price === undefined)
    throw invalid(`Missing required param: ${at}[price].`, `${at}[price]`, 'parameter_missing');
  const wanted = getPrice(account, price, `${at}[price]`);
  const { recurring } = wanted;
  if (price !== old?.price) {
    refuseInactive(account, wanted, `${at}[price]`);
    refuseOtherCurrency(wanted, row.currency, `${at}[price]`);
  }
  if (recurring?.usageType === 'metered' && change.quantity !== undefined) {
    throw invalid(
      'Quantity should not be specified where usage_type is `metered`.',
      `${at}[quantity]`,
    );
  }
  const quantity = change.quantity ?? old?.quantity ?? null;
  if (old && price === old.price)
    return {
      ...old,
      quantity: recurring?.usageType === 'metered' ? null : quantity,
      metadata: mergeMetadata(old.metadata, change.metadata),
    };
  const made = newItem(
    account,
    { price, quantity, metadata: mergeMetadata(old?.metadata ?? {}, change.metadata) },
    { ...cycleOf(account, row, price), trialEnd: row.status === 'trialing' ? row.trialEnd : null },
  );
  return old ? { ...made, id: old.id, created: old.created } : made;
}

/**
 * A licensed price joins the period that runs, so that a part of it is owed; usage is counted from now. A price
 * of another length begins a cycle of its own.
 */
function cycleOf(
  account: Account,
  row: SubscriptionRow,
  price: string,
): { anchor: number; start: number } {
  const now = account.now();
  const { recurring } = getPrice(account, price);
  if (!recurring || !lengthsOf(account, row.items).has(lengthOf(account, price)))
    return { anchor: now, start: now };
  if (recurring.usageType === 'metered' || row.status === 'trialing')
    return { anchor: row.anchor, start: now };
  return { anchor: row.anchor, start: periodStart(row.anchor, now, recurring) };
}

/** Invoices and charges it now. */
export function bill(
  account: Account,
  row: SubscriptionRow,
  lines: LineRow[],
  usage: UsageRow[],
): SubscriptionRow {
  if (lines.length + usage.length === 0 || row.status === 'trialing') return row;
  const draft = draftInvoice(account, row, {
    billingReason: 'subscription_update',
    periodStart: account.now(),
    periodEnd: account.now(),
    lines,
    usage,
    finalizesAt: null,
    autoAdvance: true,
  });
  saveSubscription(account, { ...row, latestInvoice: draft.id });
  collect(account, finalize(account, draft));
  return account.subscriptions.get(row.id) ?? row;
}
