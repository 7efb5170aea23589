import { spawn } from 'node:child_process';
import { z } from 'zod';
import { programArgs } from '../../scripts/world/program';
import { type Death, Life } from '../machine/life';
import { worldOn } from '../machine/simulated-world';
import { Plans } from '../play/plans';
import { Play } from '../play/play';
import { checkAll } from '../play/play-schedule';
import { settle } from '../play/settle';
import type { CrashOrder, Task } from './crash-order';
import type { CrashScene } from './crash-scene';
import type { CrashStore } from './crash-store';
import { doTask } from './tasks';

export interface CrashResult {
  problems: string[];
  trace: string[];
  /** Null when the process was killed and could not say. */
  writes: number | null;
}

/** What a person does again when there was no answer. Everything else is taken up by what runs anyway. */
const ASKED_AGAIN: readonly Task[] = ['checkout', 'cancel at once', 'change of plan'];

/** Kills a process at one point of the task, lets another one go on, and checks that nothing is lost or doubled. */
export async function crashAt(
  scene: CrashScene,
  task: Task,
  death: Death | null,
): Promise<CrashResult> {
  const store = await scene.store.copy();
  try {
    return await crash(scene, task, { death, store });
  } finally {
    await store.remove();
  }
}

async function crash(
  scene: CrashScene,
  task: Task,
  { death, store }: { death: Death | null; store: CrashStore },
): Promise<CrashResult> {
  const { surroundings } = scene;
  const { emulators, inbox, settings } = surroundings;
  await emulators.control('checkpoint/return', { clock: scene.at.toISOString() });
  // Nobody is there to take webhooks until the next process has started: Stripe sends them again.
  inbox.handOver(async () => null);
  const plans = new Plans({ emulators, now: () => scene.at });
  await plans.look();
  const { userId, subscriptionId, delivery } = scene;
  const names = { task, settings, userId, subscriptionId, delivery };
  const order: CrashOrder = { ...names, database: store.address, death };
  const end = await runChild(order);
  const writes = end.signal === 'SIGKILL' ? null : writesReported(end.said);
  // A slow machine makes more writes (a lease is renewed), so a process may be through before it is killed.
  const isAsMeant = death === null ? writes !== null : writes === null || writes < death.atWrite;
  if (end.signal !== 'SIGKILL' && (writes === null || !isAsMeant)) {
    return { problems: [`The process ended otherwise: ${end.said}`], trace: [], writes: null };
  }
  const { problems, trace } = await shouldContinue(scene, { order, store, plans });
  return { problems, trace, writes };
}

const reported = z.object({ writes: z.number(), outcome: z.string() });

/** Null when it did not get so far as to tell. */
function writesReported(said: string): number | null {
  const last = said.split('\n').at(-1) ?? '';
  return last.startsWith('{') ? reported.parse(JSON.parse(last)).writes : null;
}

/** Another process finds what the first one left. */
async function shouldContinue(
  scene: CrashScene,
  of: { order: CrashOrder; store: CrashStore; plans: Plans },
): Promise<{ problems: string[]; trace: string[] }> {
  const database = await of.store.open();
  const world = worldOn(scene.surroundings, database);
  world.continueAt(await timeOf(scene));
  const oracle = world.depsFor(new Life(), () => 'nobody');
  const schedule = { seed: 0, start: scene.at, steps: [] };
  const play = new Play(world, schedule, [scene.userId], of.plans);
  play.answered.push(...scene.answered);
  for (const [id, key] of scene.keys) play.keys.set(id, key);
  try {
    // The twenty seconds after which a lease without a holder ends.
    await database.expireLeases();
    await play.look();
    // Who has got the key does not buy again.
    const isBought = of.order.task === 'checkout' && play.subscriptions.some(isActive);
    if (ASKED_AGAIN.includes(of.order.task) && !isBought) {
      const again = await play.replicas.run(0, (deps) => doTask(deps, of.order));
      play.say(`asked again: ${JSON.stringify(again)}`);
      world.continueAt(await timeOf(scene));
    }
    await play.look();
    await play.plans.look();
    await settle(play);
    await checkAll(play, oracle);
    play.problems.push(...play.replicas.surprises, ...checkOne(play, of.order.task));
    return { problems: play.problems, trace: play.trace };
  } finally {
    await play.replicas.stop();
    await oracle.db.$disconnect();
    await database.close();
  }
}

const isActive = (row: { gatewayState: string }): boolean => row.gatewayState === 'active';

/** One subscription comes of it, as if nothing had happened; none is left when it was to end. */
function checkOne(play: Play, task: Task): string[] {
  const live = play.subscriptions.filter((row) => row.liveKey !== null);
  const [one] = play.subscriptions;
  const wanted = task === 'cancel at once' ? 0 : 1;
  if (live.length !== wanted) return [`${live.length} subscriptions are live, not ${wanted}`];
  const product = task === 'change of plan' || task === 'checkout' ? 'standard' : 'payg';
  return one?.productId === product ? [] : [`its product is ${one?.productId}, not ${product}`];
}

async function timeOf({ surroundings }: CrashScene): Promise<Date> {
  const clock = await surroundings.emulators.control('clock');
  return new Date(z.object({ now: z.string() }).parse(clock).now);
}

function runChild(order: CrashOrder): Promise<{ signal: string | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, programArgs('simulation/crashes/crash-child.ts'), {
      env: { ...process.env, SIMULATION_CRASH: JSON.stringify(order) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    child.once('error', reject);
    child.once('close', (_code, signal) => resolve({ signal, said: said.trim() }));
  });
}
