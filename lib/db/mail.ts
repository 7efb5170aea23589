import type { MailMessage, PrismaClient } from './generated/client';

export interface NewMail {
  userId: string | null;
  to: string;
  kind: string;
  subject: string;
  text: string;
  html: string;
}

export async function putMail(db: PrismaClient, mail: NewMail): Promise<void> {
  await db.mailMessage.create({ data: mail });
}

/**
 * Claims messages that are due: nobody else gets them before their next attempt, which is set here, so a sender
 * that dies gives them back by silence. Waits double from a minute to some hours.
 */
export function claimDueMail(db: PrismaClient, limit: number): Promise<MailMessage[]> {
  return db.$queryRaw<MailMessage[]>`
    UPDATE "MailMessage" SET
      "attempts" = "attempts" + 1,
      "nextAttemptAt" = now() + make_interval(secs => (60 * power(2, least("attempts", 8)))::double precision)
    WHERE "id" IN (
      SELECT "id" FROM "MailMessage"
      WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL AND "nextAttemptAt" <= now()
      ORDER BY "nextAttemptAt"
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    RETURNING *`;
}

/** The bodies go: they hold links. */
export async function markMailSent(db: PrismaClient, id: string): Promise<void> {
  await db.mailMessage.update({
    where: { id },
    data: { sentAt: new Date(), text: '', html: '', lastError: null },
  });
}

export async function markMailFailed(
  db: PrismaClient,
  input: { id: string; error: string; giveUp: boolean },
): Promise<void> {
  await db.mailMessage.update({
    where: { id: input.id },
    data: {
      lastError: input.error.slice(0, 500),
      ...(input.giveUp ? { givenUpAt: new Date(), text: '', html: '' } : {}),
    },
  });
}

export function listMail(db: PrismaClient, limit: number): Promise<MailMessage[]> {
  return db.mailMessage.findMany({ orderBy: { createdAt: 'desc' }, take: limit });
}

export function findMail(db: PrismaClient, id: string): Promise<MailMessage | null> {
  return db.mailMessage.findUnique({ where: { id } });
}

export async function deleteMailBefore(db: PrismaClient, before: Date): Promise<number> {
  const { count } = await db.mailMessage.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}
