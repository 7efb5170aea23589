// Loaded into a program before its own code (--import): ends it, with all that it started, when the program that
// started it is gone, also by SIGKILL. Its standard input is a pipe of which that program holds the other end.
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

const PATIENCE_MS = 4_000;

// What such a program forks inherits its flags, and must not inherit this: its input is another one.
if (isMainThread && process.env.END_WITH_PARENT) {
  delete process.env.END_WITH_PARENT;
  const { stdin } = process;
  stdin.once('close', end);
  stdin.once('error', end);
  stdin.resume();
  stdin.unref();
}

function end() {
  signalAll('SIGTERM');
  // Without unref(): a program that would rather stay has to go too.
  setTimeout(() => signalAll('SIGKILL'), PATIENCE_MS);
}

/** It was started as the leader of a group, to which what it starts belongs. */
function signalAll(name) {
  try {
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, name);
  } catch {
    process.kill(process.pid, name);
  }
}
