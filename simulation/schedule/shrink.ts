import type { Schedule } from './step';

/** Tries to do without, before a failing schedule is shown. */
const TRIES = 60;

/**
 * Plays a schedule; when it fails, the same with fewer and fewer steps, for as long as it goes on failing. What is
 * given is the shortest that failed.
 */
export async function shrink<T extends { problems: readonly string[] }>(
  schedule: Schedule,
  play: (schedule: Schedule) => Promise<T>,
): Promise<T> {
  let shortest = await play(schedule);
  if (shortest.problems.length === 0) return shortest;
  let { steps } = schedule;
  let tries = TRIES;
  for (
    let size = Math.ceil(steps.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < steps.length && tries > 0; ) {
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
      tries -= 1;
      const played = await play({ ...schedule, steps: fewer });
      if (played.problems.length > 0) {
        shortest = played;
        steps = fewer;
      } else at += size;
    }
  }
  return shortest;
}
