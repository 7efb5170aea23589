import { randomUUID } from 'node:crypto';
import { Life } from '../machine/life';
import { quickenTimers } from '../machine/quick-timers';
import { openInFolder, openOnServer, type SimulatedDatabase } from '../machine/simulated-database';
import { depsOf } from '../machine/simulated-world';
import { type CrashOrder, crashOrder } from './crash-order';
import { doTask } from './tasks';

/**
 * A process of the application that does one thing and is killed, really, at one of its writes. Without a death to die
 * it reports how many writes there were.
 */
async function main(): Promise<void> {
  quickenTimers();
  const order = crashOrder.parse(JSON.parse(process.env.SIMULATION_CRASH ?? ''));
  const life = new Life(order.death, () => process.kill(process.pid, 'SIGKILL'));
  const database = await open(order);
  const deps = depsOf(order.settings, {
    db: database.connect(life),
    life,
    changes: { newId: randomUUID },
    // Nothing hangs here; a slow machine must not look like it.
    timeoutMs: 20_000,
  });
  const outcome = await doTask(deps, order).then(String, (error: unknown) => `failed: ${error}`);
  await database.close();
  console.log(JSON.stringify({ writes: life.writes, outcome }));
  process.exit(0);
}

async function open({ database }: CrashOrder): Promise<SimulatedDatabase> {
  return database.kind === 'server' ? openOnServer(database.url) : openInFolder(database.dataDir);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
