import type { PrismaClient } from './generated/client';

/** Writes down that the gateway has confirmed: from here on the keys don't work. Saying it again changes nothing. */
export async function beginSuspension(
  db: PrismaClient,
  input: { subscriptionId: string; at: Date },
): Promise<void> {
  const { subscriptionId, at } = input;
  const open = await db.suspension.findFirst({ where: { subscriptionId, end: null } });
  if (open) return;
  await db.suspension.createMany({ data: [{ subscriptionId, start: at }], skipDuplicates: true });
}

export async function endSuspension(
  db: PrismaClient,
  input: { subscriptionId: string; at: Date },
): Promise<void> {
  await db.suspension.updateMany({
    where: { subscriptionId: input.subscriptionId, end: null },
    data: { end: input.at },
  });
}
