import { Life } from './machine/life';
import { quickenTimers } from './machine/quick-timers';
import { startWorld } from './machine/simulated-world';
import { playSchedule } from './play/play-schedule';
import { makeSchedule } from './schedule/make-schedule';

quickenTimers();
const [from, count] = process.argv.slice(2).map(Number);
const world = await startWorld({ databaseUrl: process.env.DBURL ?? null });
const bystander = world.depsFor(new Life(), () => 'nobody');
for (let seed = from ?? 1; seed < (from ?? 1) + (count ?? 1); seed += 1) {
  const t = performance.now();
  const played = await playSchedule(world, makeSchedule(seed), bystander);
  console.log(seed, Math.round(performance.now() - t), 'ms', played.kills, played.problems);
  if (played.problems.length > 0) console.log(played.trace.join('\n'));
}
await world.stop();
