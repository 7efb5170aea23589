import { z } from 'zod';
import type { Play } from '../play/play';

export interface Suspended {
  subscriptionId: string;
  start: Date;
  end: Date | null;
}

export interface StateChange {
  subscription: string;
  state: string;
  at: Date;
}

export interface SuspensionsSeen {
  problems: string[];
  /** The times in which keys did not work, as they count for what a period costs. */
  times: Suspended[];
}

const answer = z.object({
  data: z.array(z.object({ subscription: z.string(), state: z.string(), at: z.coerce.date() })),
});

/**
 * The suspensions that the gateway saw, with what is wrong about the application's own rows. A failure can keep the
 * application from hearing what the gateway did: such a suspension counts from its confirmation, which is the row's time.
 */
export async function readSuspensions(play: Play): Promise<SuspensionsSeen> {
  const { data } = answer.parse(await play.world.emulators.control('state-changes'));
  const rows = await play.world.database.outside.suspension.findMany();
  return compareSuspensions(suspensionsIn(data), rows, {
    quietAt: play.quietCrons,
    now: play.world.now(),
    hasFailures: play.schedule.steps.some(({ kind }) => FAILURES.has(kind)),
  });
}

const FAILURES: ReadonlySet<string> = new Set(['fault', 'kill']);

/** From a suspension to the next activation: a subscription that is cancelled after it stays without keys that work. */
export function suspensionsIn(changes: readonly StateChange[]): Suspended[] {
  const all: Suspended[] = [];
  for (const { subscription: subscriptionId, state, at } of changes) {
    const ongoing = all.find((one) => one.subscriptionId === subscriptionId && one.end === null);
    if (state === 'suspended' && !ongoing) all.push({ subscriptionId, start: at, end: null });
    if (state === 'active' && ongoing) ongoing.end = at;
  }
  return all;
}

/**
 * Our rows follow the gateway: they never say what it did not do, and where a failure kept them behind, the next scheduled run
 * without one brings them up to it.
 */
export function compareSuspensions(
  seen: readonly Suspended[],
  rows: readonly Suspended[],
  of: { quietAt: readonly Date[]; now: Date; hasFailures: boolean },
): SuspensionsSeen {
  const ids = new Set([...seen, ...rows].map(({ subscriptionId }) => subscriptionId));
  const result: SuspensionsSeen = { problems: [], times: [] };
  for (const id of ids) {
    const own = (all: readonly Suspended[]) => all.filter((one) => one.subscriptionId === id);
    const gaps = differences(own(seen), own(rows), of.now);
    for (const gap of gaps) {
      const words = wordsOf(gap, of);
      if (words) result.problems.push(`${id}: ${words}`);
    }
    result.times.push(...own(gaps.length === 0 ? seen : rows));
  }
  return result;
}

interface Difference {
  from: Date;
  until: Date;
  isSuspended: boolean;
  /** Whether it was the gateway that changed there, and the row that stayed behind. */
  isRowBehind: boolean;
}

function wordsOf(
  gap: Difference,
  { quietAt, hasFailures }: { quietAt: readonly Date[]; hasFailures: boolean },
): string | null {
  const is = gap.isSuspended ? 'suspended' : 'active';
  const span = `${is} at the gateway from ${gap.from.toISOString()} to ${gap.until.toISOString()}, and recorded as the opposite`;
  if (!gap.isRowBehind) return `${span}, which the gateway never did`;
  if (!hasFailures) return `${span}, without any failure`;
  const missed = quietAt.find((at) => at > gap.from && at < gap.until);
  return missed ? `${span}, after the run at ${missed.toISOString()} too` : null;
}

function differences(seen: readonly Suspended[], rows: readonly Suspended[], now: Date) {
  const edges = [...seen, ...rows]
    .flatMap(({ start, end }) => [start, end ?? now])
    .map((at) => at.getTime())
    .sort((one, other) => one - other);
  const times = [...new Set([...edges, now.getTime()])];
  const found: Difference[] = [];
  for (const [index, at] of times.entries()) {
    const until = times[index + 1];
    const isSuspended = isIn(seen, at);
    if (until === undefined || isSuspended === isIn(rows, at)) continue;
    const last = found.at(-1);
    if (last?.until.getTime() === at && last.isSuspended === isSuspended) {
      last.until = new Date(until);
      continue;
    }
    const isRowBehind = seen.some(
      ({ start, end }) => at === (isSuspended ? start : end)?.getTime(),
    );
    found.push({ from: new Date(at), until: new Date(until), isSuspended, isRowBehind });
  }
  return found;
}

function isIn(times: readonly Suspended[], at: number): boolean {
  return times.some(
    ({ start, end }) => start.getTime() <= at && (end === null || at < end.getTime()),
  );
}
