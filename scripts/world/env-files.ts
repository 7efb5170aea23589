import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

type Environment = Readonly<Record<string, string | undefined>>;

// Those that Next reads by itself when a production server starts.
const files = ['.env.production.local', '.env.local', '.env.production', '.env'];

/**
 * The environment of a program in a world of stand-ins. Next fills what is not set from .env files, and whoever
 * has real accounts has theirs there: a demo would then write into the real database and send real mail. A name
 * that is set to nothing is left alone, and the application takes it as not set.
 */
export function closedToEnvFiles<T extends Environment>(
  env: T,
  folder = '.',
): T & Record<string, string | undefined> {
  const silenced: Record<string, string> = {};
  for (const file of files.map((name) => join(folder, name))) {
    if (!existsSync(file)) continue;
    for (const name of Object.keys(parseEnv(readFileSync(file, 'utf8')))) {
      if (env[name] === undefined) silenced[name] = '';
    }
  }
  return { ...env, ...silenced };
}
