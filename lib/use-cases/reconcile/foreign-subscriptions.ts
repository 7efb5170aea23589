import { countForeignClosed } from '../../db/attention';
import type { Run } from '../../db/generated/client';
import { lastFinishedRun } from '../../db/operator';
import { findRowsByIds } from '../../db/reconcile';
import { findProduct } from '../../domain/catalog/catalog';
import { inParallel } from '../../kit/in-parallel';
import type { AuditAction } from '../../kit/wire-names';
import type { GatewaySubscription } from '../../ports/api-gateway';
import { audit } from '../audit/audit';
import type { Needs } from '../deps';
import { messageOf } from '../runs/failure';
import { notesOf } from '../runs/runs';

/** One of a sold product that Tollgate did not make: nobody pays for it. */
export interface ForeignSubscription {
  subscriptionId: string;
  name: string | null;
  productId: string;
  state: 'active' | 'submitted';
  /** Of its owner at the gateway; null when it has none, or the gateway did not say. */
  email: string | null;
}

export interface ForeignList {
  rows: ForeignSubscription[];
  /** More were found than are shown. */
  more: number;
  /** When they were looked for; null = never. */
  foundAt: Date | null;
}

const SHOWN = 50;
const LISTED = ['foreign-subscription', 'gateway-only'];

/** Of a product that is sold, and open or asking to be. What is closed opens nothing and needs nobody. */
export function isForeign(
  deps: Needs<'catalog'>,
  one: GatewaySubscription,
): one is GatewaySubscription & { productId: string; state: 'active' | 'submitted' } {
  return (
    (one.state === 'active' || one.state === 'submitted') &&
    one.productId !== null &&
    findProduct(deps.catalog, one.productId) !== undefined
  );
}

/** The ids that a reconciliation found at the gateway and not among our rows. */
export function foreignFoundBy(run: Run): string[] {
  return notesOf(run).flatMap((note) =>
    note.kind === 'finding' && LISTED.includes(note.name) ? [note.subject] : [],
  );
}

/** How many of them nobody has closed since, by our own record: nothing upstream is asked. */
export async function countForeignLeft(deps: Needs<'db'>, run: Run | null): Promise<number> {
  const ids = run ? foreignFoundBy(run) : [];
  if (!run || ids.length === 0) return 0;
  return ids.length - (await countForeignClosed(deps.db, { ids, since: run.startedAt }));
}

/** Those that the last reconciliation found and that are still so, as the gateway has them now. */
export async function listForeign(
  deps: Needs<'catalog' | 'db' | 'gateway' | 'log'>,
): Promise<ForeignList> {
  const run = await lastFinishedRun(deps.db, 'reconcile');
  const ids = run ? foreignFoundBy(run) : [];
  const settled = await inParallel(ids.slice(0, SHOWN), 5, (id) => readForeign(deps, id));
  const rows = settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? one.value : []));
  const unread = settled.find((one) => one.status === 'rejected');
  if (unread) throw unread.reason;
  return { rows, more: Math.max(0, ids.length - SHOWN), foundAt: run?.finishedAt ?? null };
}

async function readForeign(
  deps: Needs<'catalog' | 'db' | 'gateway' | 'log'>,
  subscriptionId: string,
): Promise<ForeignSubscription | null> {
  const one = await deps.gateway.readSubscription(subscriptionId);
  if (!one || !isForeign(deps, one)) return null;
  if ((await findRowsByIds(deps.db, [subscriptionId])).length > 0) return null;
  const { name, productId, state } = one;
  return { subscriptionId, name, productId, state, email: await emailOf(deps, one.userId) };
}

/** The administrator, who owns what was made in the Azure portal, is nobody to write to. */
async function emailOf(
  deps: Needs<'gateway' | 'log'>,
  userId: string | null,
): Promise<string | null> {
  if (userId === null) return null;
  try {
    return (await deps.gateway.readUser(userId))?.email || null;
  } catch (error) {
    deps.log.info({ userId, reason: messageOf(error) }, 'owner of a foreign subscription not read');
    return null;
  }
}

export type ForeignOutcome =
  | { kind: 'done'; state: 'suspended' | 'rejected' }
  | { kind: 'invited'; email: string }
  /** It has no owner with an address. */
  | { kind: 'nobody' }
  /** It is ours by now, or closed, or not there any more. */
  | { kind: 'not-found' };

/** An open one is suspended, one that asks is rejected. Both can be taken back in API Management. */
export async function closeForeign(
  deps: Needs<'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  input: { subscriptionId: string; actor: string },
): Promise<ForeignOutcome> {
  const one = await readForeign(deps, input.subscriptionId);
  if (!one) return { kind: 'not-found' };
  const state = one.state === 'active' ? 'suspended' : 'rejected';
  if ((await deps.gateway.setSubscriptionState(one.subscriptionId, state)) === 'missing') {
    return { kind: 'not-found' };
  }
  await auditForeign(deps, input, `foreign.${state}`);
  return { kind: 'done', state };
}

/** Sends the owner where the product is sold. Changes nothing at the gateway, so that nobody is cut off by it. */
export async function inviteForeign(
  deps: Needs<
    'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'mail' | 'requestAddress' | 'settings'
  >,
  input: { subscriptionId: string; actor: string },
): Promise<ForeignOutcome> {
  const one = await readForeign(deps, input.subscriptionId);
  if (!one) return { kind: 'not-found' };
  if (!one.email) return { kind: 'nobody' };
  const product = findProduct(deps.catalog, one.productId);
  const day = (await deps.clock.now()).toISOString().slice(0, 10);
  await deps.mail.queue({
    to: one.email,
    userId: null,
    content: {
      kind: 'take-to-checkout',
      name: null,
      product: product?.displayName ?? one.productId,
      url: `${deps.settings.appUrl}/checkout/${encodeURIComponent(one.productId)}`,
    },
    // Once a day: a second press is no second message.
    name: `take-to-checkout:${one.subscriptionId}:${day}`,
  });
  await auditForeign(deps, input, 'foreign.invited');
  return { kind: 'invited', email: one.email };
}

async function auditForeign(
  deps: Needs<'clock' | 'db' | 'requestAddress'>,
  input: { subscriptionId: string; actor: string },
  action: AuditAction,
): Promise<void> {
  await audit(deps, {
    actor: input.actor,
    action,
    targetType: 'subscription',
    targetId: input.subscriptionId,
  });
}
