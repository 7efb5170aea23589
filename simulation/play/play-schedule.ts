import { createUser } from '../../lib/db/users';
import type { Deps } from '../../lib/use-cases/deps';
import type { SimulatedWorld } from '../machine/simulated-world';
import { PEOPLE } from '../schedule/make-schedule';
import type { Schedule } from '../schedule/step';
import { checkAccess } from '../truth/check-access';
import { checkAccounts } from '../truth/check-accounts';
import { checkBooks, checkWindows } from '../truth/check-books';
import { checkMoney } from '../truth/check-money';
import { describeBooks } from '../truth/describe-books';
import { readBooks } from '../truth/read-stripe';
import { Play } from './play';
import { settle } from './settle';
import { takeStep } from './take-step';

export interface Played {
  problems: string[];
  trace: string[];
  kills: number;
}

/** Plays a schedule in an empty world, lets everything settle, and checks what must be true. */
export async function playSchedule(
  world: SimulatedWorld,
  schedule: Schedule,
  oracle: Deps,
): Promise<Played> {
  await world.begin(schedule.start);
  const play = new Play(world, schedule, await meetPeople(world, schedule.seed));
  try {
    for (const step of schedule.steps) {
      await takeStep(play, step);
      await afterStep(play, oracle);
      if (play.problems.length > 0) return result(play);
    }
    await settle(play);
    await afterStep(play, oracle);
    await checkAll(play, oracle);
    return result(play);
  } finally {
    await play.replicas.stop();
  }
}

/** What must be true when everything has settled. */
export async function checkAll(play: Play, oracle: Deps): Promise<void> {
  await play.look();
  const books = await readBooks(play.world);
  play.problems.push(
    ...(await checkWindows(play)),
    ...(await checkMoney(play, books)),
    ...(await checkAccess(play, books, oracle)),
    ...(await checkBooks(play)),
    ...(await checkAccounts(play, books, oracle)),
  );
  if (play.problems.length === 0) return;
  play.trace.push('-- Stripe', ...describeBooks(books));
  play.trace.push('-- Reports', ...(await describeReports(play)));
}

async function describeReports(play: Play): Promise<string[]> {
  const reports = await play.world.database.outside.usageReport.findMany({
    orderBy: [{ subscriptionId: 'asc' }, { timestamp: 'asc' }],
  });
  return reports.map(
    (one) =>
      `${one.subscriptionId} period ${one.periodStart.toISOString()} at ${one.timestamp.toISOString()}: ${one.total} ${one.state} ${one.deliveredAt?.toISOString()} ${one.error ?? ''}`,
  );
}

function result(play: Play): Played {
  const { trace, replicas } = play;
  return { problems: [...play.problems, ...replicas.surprises], trace, kills: replicas.kills };
}

export async function meetPeople(world: SimulatedWorld, seed: number): Promise<string[]> {
  const people: string[] = [];
  for (let number = 0; number < PEOPLE; number += 1) {
    const id = `user-${seed}-${number}`;
    const email = `ada-${seed}-${number}@example.com`;
    await createUser(world.database.outside, {
      id,
      name: 'Ada Lovelace',
      email,
      passwordHash: null,
    });
    people.push(id);
  }
  return people;
}

export async function afterStep(play: Play, oracle: Deps): Promise<void> {
  // Webhooks of this instant arrive before anything else happens.
  await play.world.advanceTo(play.world.now());
  await play.look();
  await play.plans.look();
  play.problems.push(...(await checkWindows(play)));
  for (const row of play.subscriptions) {
    if (row.gatewayState !== 'active' || play.keys.has(row.id)) continue;
    const keys = await oracle.gateway.readKeys(row.id).catch(() => null);
    if (keys) play.keys.set(row.id, keys.primary);
  }
}
