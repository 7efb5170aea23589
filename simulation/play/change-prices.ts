import { Life } from '../machine/life';
import type { Replica } from '../machine/replicas';
import type { Step } from '../schedule/step';
import { readSubscriptions } from '../truth/read-stripe';
import type { Play } from './play';

const RUNNING = ['active', 'trialing', 'past_due', 'unpaid'];

/** The operator changes the file, applies it and deploys. */
export async function changePriceList(
  play: Play,
  step: Extract<Step, { kind: 'price-list' }>,
): Promise<string> {
  // A price is known by when it was made, so no two changes share a second.
  await aSecondLater(play);
  const { product, percent, migrate, killedAt, restarted } = step;
  const isMigrating = migrate || (play.prices.unfinished?.migrate ?? false);
  play.prices.orders.push({ at: play.world.now(), product, percent, migrate: isMigrating });
  play.prices.unfinished = { migrate: isMigrating, restarted };
  return applyPrices(play, killedAt);
}

/** Repeats what did not come to its end; null when there is nothing to repeat. */
export async function finishPriceList(play: Play): Promise<string | null> {
  if (play.prices.unfinished === null) return null;
  await aSecondLater(play);
  return applyPrices(play, null);
}

async function applyPrices(play: Play, killedAt: number | null): Promise<string> {
  const { world, prices, replicas, plans } = play;
  const { unfinished } = prices;
  if (!unfinished) return 'nothing to do';
  const { migrate, restarted } = unfinished;
  const { catalog, percents } = prices.wanted();
  await plans.look();
  if (migrate) {
    await plans.noteMoves();
    prices.repeatedAt.push(world.now());
  }
  const movable = migrate ? await movableNow(play) : [];
  const life = new Life(killedAt === null ? null : { atWrite: killedAt, when: 'after' });
  try {
    await world.applyCatalog(catalog, { migrate, life });
  } catch (error) {
    return `not finished: ${error instanceof Error ? `${error.message} ${error.cause}` : error}`;
  }
  prices.unfinished = null;
  prices.moves.push(...movable);
  const at = world.now();
  prices.deployments.push({ at, percents, isWhole: restarted === 2 });
  world.deploy(catalog);
  const some: Replica[] = restarted === 2 ? [0, 1] : [0];
  await replicas.restart(some);
  return `applied${migrate ? `, ${movable.length} to be moved` : ''}`;
}

/** Those that pay something else, go on and have nothing else before them. */
async function movableNow(play: Play) {
  const { percents } = play.prices.wanted();
  const orderedAt = play.world.now();
  return (await readSubscriptions(play.world)).flatMap((one) => {
    const percent = percents.get(one.productId) ?? null;
    const isGoingOn = RUNNING.includes(one.status) && !one.isEnding && one.itemEnd > orderedAt;
    if (one.ours === null || percent === null || !isGoingOn) return [];
    if (play.plans.isAwaited(one.ours)) return [];
    return [{ subscriptionId: one.ours, orderedAt, at: one.itemEnd, percent }];
  });
}

async function aSecondLater(play: Play): Promise<void> {
  await play.world.advanceTo(new Date(play.world.now().getTime() + 1000));
}
