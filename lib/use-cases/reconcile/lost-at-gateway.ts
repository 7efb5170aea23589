import { countLost, listBlocked, listLostRows } from '../../db/gateway-losses';
import type { Needs } from '../deps';

export interface LostAtGateway {
  rows: { id: string; name: string; productId: string; email: string; since: Date }[];
  /** More than are listed. */
  more: number;
  blocked: { id: string; email: string; gatewayId: string }[];
  asOf: Date;
}

const SHOWN = 50;

/** What is known of it from our own rows; nothing upstream is asked. */
export async function listLost(deps: Needs<'clock' | 'db'>): Promise<LostAtGateway> {
  const [asOf, rows, total, blocked] = await Promise.all([
    deps.clock.now(),
    listLostRows(deps.db, SHOWN),
    countLost(deps.db),
    listBlocked(deps.db, SHOWN),
  ]);
  return {
    asOf,
    rows: rows.map(({ id, name, productId, problemAt, user }) => ({
      id,
      name,
      productId,
      email: user.email,
      since: problemAt ?? asOf,
    })),
    more: Math.max(0, total - rows.length),
    blocked: blocked.map(({ id, email, gatewayUserId }) => ({
      id,
      email,
      gatewayId: gatewayUserId ?? id,
    })),
  };
}
