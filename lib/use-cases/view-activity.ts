import { type ActivityPlace, listActivity, namesOfSubscriptions } from '../db/activity';
import type { Deps } from './deps';
import { type Doer, whoseAct } from './whose-act';

export interface ActivityRow {
  id: string;
  at: Date;
  who: Doer;
  action: string;
  /** The subscription that it was done to, when it was one. */
  subscription: { id: string; name: string } | null;
  address: string | null;
}

const PAGE = 50;

/** The consumer's own trail, a page at a time. `older` is where the next page begins, null at the end. */
export async function viewActivity(
  deps: Deps,
  input: { userId: string; before: ActivityPlace | null },
): Promise<{ rows: ActivityRow[]; older: ActivityPlace | null }> {
  const [entries, subscriptions] = await Promise.all([
    listActivity(deps.db, { ...input, limit: PAGE + 1 }),
    namesOfSubscriptions(deps.db, input.userId),
  ]);
  const names = new Map(subscriptions.map(({ id, name }) => [id, name]));
  const rows = entries.slice(0, PAGE).map(({ id, at, actor, action, targetId, address }) => {
    const name = names.get(targetId);
    const who = whoseAct(actor, input.userId);
    return {
      id,
      at,
      who,
      action,
      subscription: name === undefined ? null : { id: targetId, name },
      // Where an operator sat is none of the consumer's business.
      address: who === 'you' ? address : null,
    };
  });
  const last = entries.length > PAGE ? rows.at(-1) : undefined;
  return { rows, older: last ? { at: last.at, id: last.id } : null };
}
