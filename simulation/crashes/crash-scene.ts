import { Life } from '../machine/life';
import {
  type Surroundings,
  startSurroundings,
  stopSurroundings,
  worldOn,
} from '../machine/simulated-world';
import type { Delivery } from '../machine/webhook-inbox';
import { type AnsweredCalls, Play } from '../play/play';
import { afterStep, meetPeople } from '../play/play-schedule';
import { takeStep } from '../play/take-step';
import type { Step } from '../schedule/step';
import type { Task } from './crash-order';
import { type CrashStore, makeStore } from './crash-store';

/** The moment before a task, to which everything can be put back. */
export interface CrashScene {
  surroundings: Surroundings;
  store: CrashStore;
  at: Date;
  userId: string;
  subscriptionId: string | null;
  answered: readonly AnsweredCalls[];
  keys: ReadonlyMap<string, string>;
  delivery: Delivery | null;
  stop(): Promise<void>;
}

const START = new Date('2028-01-31T09:07:00Z');

/** Up to the moment before the task. */
const BEFORE: Readonly<Record<Task, readonly Step[]>> = {
  'usage sync': bought({ kind: 'wait', minutes: 60 }),
  'close of a period': bought({
    kind: 'wait-for-period-end',
    subscription: 0,
    offsetMinutes: 130,
  }),
  webhook: bought({ kind: 'wait-for-period-end', subscription: 0, offsetMinutes: 1 }),
  checkout: [],
  'cancel at once': bought({ kind: 'wait', minutes: 60 }),
  'change of plan': bought({ kind: 'wait', minutes: 60 }),
};

function bought(last: Step): readonly Step[] {
  return [
    { kind: 'buy', person: 0, product: 'payg', browsers: 1, card: 'good' },
    { kind: 'wait', minutes: 40 },
    { kind: 'calls', subscription: 0, calls: 1_234, minutesAgo: 0 },
    last,
  ];
}

export async function setScene(task: Task, serverUrl: string | null): Promise<CrashScene> {
  const [surroundings, store] = await Promise.all([startSurroundings(), makeStore(serverUrl)]);
  const database = await store.open();
  const world = worldOn(surroundings, database);
  const oracle = world.depsFor(new Life(), () => 'nobody');
  await world.begin(START);
  const people = await meetPeople(world, 0);
  const play = new Play(world, { seed: 0, start: START, steps: [] }, people);
  let delivery: Delivery | null = null;
  for (const [index, step] of BEFORE[task].entries()) {
    if (task === 'webhook' && index === BEFORE[task].length - 1) {
      // Taken down here, and refused: the process that is to be killed will be the first to take it.
      surroundings.inbox.handOver(async (one) => {
        if (one.rawBody.includes('"invoice.created"')) delivery = one;
        return 500;
      });
    }
    await takeStep(play, step);
    await afterStep(play, oracle);
  }
  await oracle.db.$disconnect();
  await play.replicas.stop();
  await surroundings.emulators.control('checkpoint', {});
  await database.close();
  return {
    surroundings,
    store,
    at: world.now(),
    userId: play.person(0),
    subscriptionId: play.subscriptions[0]?.id ?? null,
    answered: play.answered,
    keys: play.keys,
    delivery,
    async stop() {
      await stopSurroundings(surroundings);
      await store.remove();
    },
  };
}
