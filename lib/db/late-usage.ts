import { idempotencyKey } from '../kit/wire-names';
import type { LateUsage, PrismaClient } from './generated/client';

export interface LateUsagePlan {
  subscriptionId: string;
  periodStart: Date;
  periodEnd: Date;
  callsBilled: number;
  callsCounted: number;
  amountMinor: number;
  currency: string;
  createdAt: Date;
}

/** The charge that was recorded and may not have reached the provider. */
export function findPlannedLateUsage(
  db: PrismaClient,
  period: { subscriptionId: string; periodStart: Date },
): Promise<LateUsage | null> {
  return db.lateUsage.findFirst({ where: { ...period, state: 'planned' } });
}

/** Recorded before it is sent. Its name contains its number in the period, so two writers can't both plan it. */
export async function planLateUsage(db: PrismaClient, plan: LateUsagePlan): Promise<LateUsage> {
  const { subscriptionId, periodStart } = plan;
  const number = await db.lateUsage.count({ where: { subscriptionId, periodStart } });
  return db.lateUsage.create({
    data: {
      ...plan,
      id: idempotencyKey.lateUsage({ subscriptionId, start: periodStart }, number),
      callsBilled: BigInt(plan.callsBilled),
      callsCounted: BigInt(plan.callsCounted),
    },
  });
}

/**
 * The charge is with the provider, or can never be, so its calls count as settled from now on: both in one transaction.
 */
export async function settleLateUsage(
  db: PrismaClient,
  late: LateUsage,
  settled: { state: 'billed' | 'nothing-due' | 'lost'; at: Date },
): Promise<void> {
  const { subscriptionId, periodStart } = late;
  await db.$transaction([
    db.lateUsage.update({
      where: { id: late.id },
      data: { state: settled.state, settledAt: settled.at },
    }),
    db.billingPeriod.update({
      where: { subscriptionId_start: { subscriptionId, start: periodStart } },
      data: { callsBilled: late.callsCounted },
    }),
  ]);
}

/** The corrections found for a subscription's periods, newest first. */
export function listLateUsageOf(db: PrismaClient, subscriptionId: string): Promise<LateUsage[]> {
  return db.lateUsage.findMany({
    where: { subscriptionId },
    orderBy: { createdAt: 'desc' },
    take: 24,
  });
}
