import type { PrismaClient } from '../db/generated/client';
import { claimDueMail, markMailFailed, markMailSent } from '../db/mail';
import type { Transport } from './transport';

export interface Delivery {
  sent: number;
  failed: { id: string; error: string; isGivenUp: boolean }[];
}

/** With waits that double from a minute, the tenth try comes after most of a day. */
const GIVE_UP_AFTER = 10;

/** Sends what is due. Any number of instances may do so at once: each message is claimed by one of them. */
export async function deliverMail(db: PrismaClient, transport: Transport): Promise<Delivery> {
  const delivery: Delivery = { sent: 0, failed: [] };
  for (;;) {
    const message = await claimDueMail(db);
    if (!message) return delivery;
    const outcome = await (message.to === '' ? transport.greet() : transport.send(message));
    if (outcome.kind === 'sent') {
      await markMailSent(db, message);
      if (message.to !== '') delivery.sent += 1;
      continue;
    }
    const isGivenUp = outcome.kind === 'refused' || message.attempts >= GIVE_UP_AFTER;
    const { id } = message;
    await markMailFailed(db, { id, error: outcome.reason, giveUp: isGivenUp });
    delivery.failed.push({ id, error: outcome.reason, isGivenUp });
    // The others would wait for the same server: they stay due, with none of their tries used up.
    if (outcome.kind === 'away') return delivery;
  }
}
