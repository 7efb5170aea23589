import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

/**
 * `npm run …` passes signals on, but can't when it is killed: the end of npm is then all there is to see. A program that
 * was started in another way (a service, `node` itself) outlives whoever started it, as it should.
 */
export function whenNpmIsGone(then: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** Our parent; where that is the shell that npm puts between, also npm. */
function starters(): string {
  const { ppid } = process;
  try {
    const stat = readFileSync(`/proc/${ppid}/stat`, 'utf8');
    // The name is in parentheses; the state and the parent follow.
    const [, name = '', parent = ''] = /\((.*)\) \S+ (\d+)/s.exec(stat) ?? [];
    return /^(sh|dash|bash)$/.test(name) ? `${ppid} of ${parent}` : `${ppid}`;
  } catch {
    // Another system, which does not show this.
    return `${ppid}`;
  }
}
