import { type ActivityPlace, listActivity, namesOfSubscriptions } from '../../db/activity';
import type { Needs } from '../deps';
import { type ActorRole, actorRole } from './actor-role';

export interface ActivityMoney {
  amountMinor: number;
  /** Of an invoice: what was received through payments; null where nothing is known. */
  paidMinor: number | null;
  currency: string;
  /** The provider's status of a dispute or refund. */
  state: string | null;
}

export interface ActivityRow {
  id: string;
  at: Date;
  who: ActorRole;
  action: string;
  /** The money that it is about, when it is about money. */
  money: ActivityMoney | null;
  /** The subscription that it was done to, when it was one. */
  subscription: { id: string; name: string } | null;
  address: string | null;
}

const PAGE = 50;

/** The consumer's own trail, a page at a time. `older` is where the next page begins, null at the end. */
export async function viewActivity(
  deps: Needs<'db'>,
  input: { userId: string; before: ActivityPlace | null },
): Promise<{ rows: ActivityRow[]; older: ActivityPlace | null }> {
  const [entries, subscriptions] = await Promise.all([
    listActivity(deps.db, { ...input, limit: PAGE + 1 }),
    namesOfSubscriptions(deps.db, input.userId),
  ]);
  const names = new Map(subscriptions.map(({ id, name }) => [id, name]));
  const rows = entries
    .slice(0, PAGE)
    .map(({ id, at, actor, action, targetId, address, details }) => {
      const name = names.get(targetId);
      const who = actorRole(actor, input.userId);
      return {
        id,
        at,
        who,
        action,
        money: moneyOf(details),
        subscription: name === undefined ? null : { id: targetId, name },
        // The operator's address is not shown to the consumer.
        address: who === 'you' ? address : null,
      };
    });
  const last = entries.length > PAGE ? rows.at(-1) : undefined;
  return { rows, older: last ? { at: last.at, id: last.id } : null };
}

/** Null for entries that are not about money, and for those from before amounts were written down. */
function moneyOf(details: unknown): ActivityMoney | null {
  if (typeof details !== 'object' || details === null) return null;
  const { amountMinor, paidMinor, currency, state } = details as Record<string, unknown>;
  if (typeof amountMinor !== 'number' || typeof currency !== 'string') return null;
  return {
    amountMinor,
    paidMinor: typeof paidMinor === 'number' ? paidMinor : null,
    currency,
    state: typeof state === 'string' ? state : null,
  };
}
