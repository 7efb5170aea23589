import { EnvError, env } from './env';

/**
 * Ends the process with the list of what is missing when settings are only half there. Imported alone and first: what
 * else a server is made of reads settings while it loads, and would fail with a stack instead of a list.
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
