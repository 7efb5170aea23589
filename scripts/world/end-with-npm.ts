const LOOK_EVERY_MS = 500;

/**
 * `npm run …` passes signals on, but can't when it is killed: the shell's or npm's end is then all there is to see. A
 * program that was started in another way (nohup, a service) outlives whoever started it, as it should.
 */
export function whenNpmIsGone(then: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, LOOK_EVERY_MS);
  timer.unref();
}
