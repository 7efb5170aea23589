import type { PaymentSignal, Prisma, PrismaClient } from './generated/client';

/** Returns whether it is new or its state changed: a row that an operator has dismissed comes back then. */
export async function putSignal(
  db: PrismaClient,
  signal: Prisma.PaymentSignalCreateManyInput,
): Promise<boolean> {
  const { id, ...facts } = signal;
  const { count } = await db.paymentSignal.createMany({ data: [signal], skipDuplicates: true });
  if (count > 0) return true;
  const changed = await db.paymentSignal.updateMany({
    where: { id, NOT: { state: signal.state, amountMinor: signal.amountMinor } },
    data: { ...facts, seenAt: null, seenBy: null },
  });
  return changed.count > 0;
}

/** Whether a dispute suspends this subscription. */
export async function isDisputed(
  db: PrismaClient,
  row: { id: string; userId: string },
): Promise<boolean> {
  return (await listOpenDisputes(db, row)).length > 0;
}

/** Disputes that suspend this subscription, oldest first: its own, and those of its owner that name no subscription. */
export function listOpenDisputes(
  db: PrismaClient,
  row: { id: string; userId: string },
): Promise<PaymentSignal[]> {
  return db.paymentSignal.findMany({
    where: {
      kind: 'dispute',
      isOpen: true,
      userId: row.userId,
      OR: [{ subscriptionId: row.id }, { subscriptionId: null }],
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

export function listSignalsOfSubscription(
  db: PrismaClient,
  subscriptionId: string,
): Promise<PaymentSignal[]> {
  return db.paymentSignal.findMany({
    where: { subscriptionId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 20,
  });
}

export type ListedSignal = PaymentSignal & { subscriptionName: string | null };

export type SignalFilter = 'open' | 'disputes' | 'all';

const SHOWN: Record<SignalFilter, Prisma.PaymentSignalWhereInput> = {
  open: { seenAt: null },
  disputes: { kind: 'dispute', isOpen: true },
  all: {},
};

/** With the name of the subscription that each is about; null where it is about none, or about a deleted one. */
export async function listSignals(
  db: PrismaClient,
  input: { show: SignalFilter; after: string | null; take: number },
): Promise<ListedSignal[]> {
  const signals = await db.paymentSignal.findMany({
    where: SHOWN[input.show],
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: input.take + 1,
    ...(input.after === null ? {} : { cursor: { id: input.after }, skip: 1 }),
  });
  const ids = signals.flatMap(({ subscriptionId }) => subscriptionId ?? []);
  const named = await db.subscription.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return signals.map((signal) => ({
    ...signal,
    subscriptionName: names.get(signal.subscriptionId ?? '') ?? null,
  }));
}

/** What an operator's review settles: a warning, and a dispute that can't be won any more. */
function isDecided({ kind, state }: PaymentSignal): boolean {
  return kind === 'fraud-warning' || (kind === 'dispute' && state === 'lost');
}

/** Null when none has this id. A warning is over once somebody has reviewed it. */
export async function markSignalSeen(
  db: PrismaClient,
  input: { id: string; by: string; at: Date },
): Promise<PaymentSignal | null> {
  const found = await db.paymentSignal.findUnique({ where: { id: input.id } });
  if (!found) return null;
  return db.paymentSignal.update({
    where: { id: input.id },
    data: {
      seenAt: input.at,
      seenBy: input.by,
      ...(isDecided(found) ? { isOpen: false } : {}),
    },
  });
}
