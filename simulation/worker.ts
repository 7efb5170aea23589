import { Life } from './machine/life';
import { quickenTimers } from './machine/quick-timers';
import { startWorld } from './machine/simulated-world';
import { type Played, playSchedule } from './play/play-schedule';
import { makeSchedule } from './schedule/make-schedule';
import { pinned } from './schedule/pinned';
import { shrink } from './schedule/shrink';
import type { Schedule } from './schedule/step';

export type Job = { kind: 'seed'; seed: number } | { kind: 'pinned'; name: string };

export interface Finished extends Played {
  job: Job;
  start: string;
  seconds: number;
}

/** Plays the schedules that it is sent, one at a time, in a world that it keeps. */
async function main(): Promise<void> {
  quickenTimers();
  const databaseUrl = process.env.SIMULATION_DATABASE_URL || null;
  const world = await startWorld({ databaseUrl });
  const oracle = world.depsFor(new Life(), () => 'nobody');
  const play = (schedule: Schedule) => playSchedule(world, schedule, oracle);
  let line: Promise<void> = Promise.resolve();
  let isPlaying = false;
  process.on('message', (job: Job) => {
    line = line.then(async () => {
      isPlaying = true;
      const finished = await finish(job, play);
      isPlaying = false;
      process.send?.(finished);
    });
  });
  process.once('disconnect', () => {
    // In the middle of a schedule it means that nobody is there any more; what we have started ends with us.
    if (isPlaying) process.exit(1);
    void world.stop().finally(() => process.exit(0));
  });
}

async function finish(job: Job, play: (schedule: Schedule) => Promise<Played>): Promise<Finished> {
  const began = performance.now();
  const schedule = job.kind === 'seed' ? makeSchedule(job.seed) : pinned(job.name);
  const played = await shrink(schedule, (tried) => playOut(tried, play));
  const seconds = (performance.now() - began) / 1000;
  return { ...played, job, start: schedule.start.toISOString(), seconds };
}

/** A schedule that can't be played to its end has failed too. */
async function playOut(
  schedule: Schedule,
  play: (schedule: Schedule) => Promise<Played>,
): Promise<Played> {
  try {
    return await play(schedule);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { problems: [text], trace: [], kills: 0 };
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
