import type { MailMessage, PrismaClient } from './generated/client';

export interface NewMail {
  /** Our name for it; a message whose name exists is not stored again. */
  id?: string;
  userId: string | null;
  to: string;
  kind: string;
  subject: string;
  text: string;
  html: string;
}

export async function putMail(db: PrismaClient, mail: NewMail): Promise<void> {
  await db.mailMessage.createMany({ data: [mail], skipDuplicates: true });
}

/**
 * Claims the message that has been due longest: nobody else gets it before its next attempt, which is set here, so a
 * message of a sender that dies becomes due again. One at a time, because the claim must outlast the sending. Delays
 * double from a minute to some hours.
 */
export async function claimDueMail(db: PrismaClient): Promise<MailMessage | null> {
  const rows = await db.$queryRaw<MailMessage[]>`
    UPDATE "MailMessage" SET
      "attempts" = "attempts" + 1,
      "nextAttemptAt" = now() + make_interval(secs => (60 * power(2, least("attempts", 8)))::double precision)
    WHERE "id" IN (
      SELECT "id" FROM "MailMessage"
      WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL AND "nextAttemptAt" <= now()
      ORDER BY "nextAttemptAt"
      LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    RETURNING *`;
  return rows[0] ?? null;
}

/**
 * The bodies are deleted because they contain links. A message without an owner (the last one to an erased person) is
 * deleted whole.
 */
export async function markMailSent(
  db: PrismaClient,
  { id, userId, to }: Pick<MailMessage, 'id' | 'userId' | 'to'>,
): Promise<void> {
  // A message to a non-account address is marked like one to an account, and is removed by the clean-up.
  if (userId === null && to !== '') {
    await db.mailMessage.deleteMany({ where: { id } });
    return;
  }
  await db.mailMessage.updateMany({
    where: { id },
    data: { sentAt: new Date(), text: '', html: '', lastError: null },
  });
}

export async function markMailFailed(
  db: PrismaClient,
  input: { id: string; error: string; giveUp: boolean },
): Promise<void> {
  await db.mailMessage.updateMany({
    where: { id: input.id },
    data: {
      lastError: input.error.slice(0, 500),
      ...(input.giveUp ? { givenUpAt: new Date(), text: '', html: '' } : {}),
    },
  });
}

export function listMail(db: PrismaClient, limit: number): Promise<MailMessage[]> {
  return db.mailMessage.findMany({
    where: { to: { not: '' } },
    orderBy: { createdAt: 'desc' },
    take: limit,
  });
}

export function findMail(db: PrismaClient, id: string): Promise<MailMessage | null> {
  return db.mailMessage.findUnique({ where: { id } });
}

export async function deleteMailBefore(db: PrismaClient, before: Date): Promise<number> {
  const { count } = await db.mailMessage.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}

export async function deleteMailToNobody(db: PrismaClient, before: Date): Promise<void> {
  await db.mailMessage.deleteMany({ where: { to: '', createdAt: { lt: before } } });
}

/** Messages that are no longer retried, newest first, for the operator. */
export function listGivenUpMail(
  db: PrismaClient,
  limit: number,
): Promise<{ id: string; kind: string; givenUpAt: Date | null; lastError: string | null }[]> {
  return db.mailMessage.findMany({
    where: { givenUpAt: { not: null }, to: { not: '' } },
    orderBy: { givenUpAt: 'desc' },
    take: limit,
    select: { id: true, kind: true, givenUpAt: true, lastError: true },
  });
}
