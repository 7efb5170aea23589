import type { PrismaClient } from '../../db/generated/client';
import { type Delivery, deliverMail } from '../../mail/deliver';
import { smtpTransport, type Transport } from '../../mail/transport';
import { env } from '../env/env';
import { log } from '../wiring/log';

let transport: Transport | null | undefined;

/** Sends what waits; does nothing without a mail server. */
export async function sendMail(db: PrismaClient): Promise<Delivery> {
  const { mail } = env();
  if (transport === undefined) {
    transport = mail && smtpTransport({ url: mail.smtpUrl, from: mail.from });
  }
  if (transport === null) return { sent: 0, failed: [] };
  const delivery = await deliverMail(db, transport);
  if (delivery.sent > 0) log.info({ sent: delivery.sent }, 'mail sent');
  for (const failure of delivery.failed) {
    const { id: mailId, error, isGivenUp } = failure;
    if (isGivenUp) log.error({ mailId, error }, 'mail given up');
    else log.warn({ mailId, error }, 'mail not sent yet');
  }
  return delivery;
}

let isAwake = false;

/** Looks soon, once for all messages of the moment; whoever put one there does not wait for it. */
export function wakeMail(db: PrismaClient): void {
  if (isAwake) return;
  isAwake = true;
  const timer = setTimeout(() => {
    isAwake = false;
    sendMail(db).catch((error: unknown) => log.error({ err: error }, 'sending mail failed'));
  }, 50);
  timer.unref();
}
