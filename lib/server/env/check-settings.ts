import { EnvError, env } from './env';

/**
 * Ends the process with the list of missing settings when a group is incomplete. Imported alone and first: other
 * modules of a server read settings while they load, and would fail with a stack instead of a list.
 */
export function checkSettings(): void {
  try {
    env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
