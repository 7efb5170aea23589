import type { PrismaClient } from '../db/generated/client';
import { claimDueMail, markMailFailed, markMailSent } from '../db/mail';
import type { Transport } from './transport';

export interface Delivery {
  sent: number;
  failed: { id: string; error: string }[];
}

const BATCH = 20;
/** With waits that double from a minute, the tenth try comes after most of a day. */
const GIVE_UP_AFTER = 10;

/** Sends what is due. Any number of instances may do so at once: each message is claimed by one of them. */
export async function deliverMail(db: PrismaClient, transport: Transport): Promise<Delivery> {
  const delivery: Delivery = { sent: 0, failed: [] };
  for (;;) {
    const batch = await claimDueMail(db, BATCH);
    for (const message of batch) {
      try {
        await transport.send(message);
        await markMailSent(db, message.id);
        delivery.sent += 1;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const giveUp = message.attempts >= GIVE_UP_AFTER;
        await markMailFailed(db, { id: message.id, error: reason, giveUp });
        delivery.failed.push({ id: message.id, error: reason });
      }
    }
    if (batch.length < BATCH) return delivery;
  }
}
