import { parseArgs } from 'node:util';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';
import { startDispatch } from './dispatch';
import { PINNED } from './schedule/pinned';

/**
 * `npm run simulate -- --seeds 300`: plays so many schedules and says what went wrong. A failing seed is shown with the
 * steps that it takes to fail, and how to play it again.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      /** How many, from `--from` on. */
      seeds: { type: 'string', default: '300' },
      from: { type: 'string', default: '1' },
      /** One seed alone, printed step by step. */
      seed: { type: 'string' },
      workers: { type: 'string', default: '2' },
      /** A throw-away PostgreSQL server instead of the embedded database. */
      postgres: { type: 'boolean', default: false },
      /** Ends after so many minutes, with what was played until then. */
      minutes: { type: 'string' },
    },
  });
  const only = values.seed === undefined ? null : whole(values.seed, 'seed');
  const from = only ?? whole(values.from, 'from');
  const count = only === null ? whole(values.seeds, 'seeds') : 1;
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  const server = values.postgres ? await postgres() : null;
  const started = performance.now();
  try {
    const dispatch = startDispatch({
      jobs: [
        ...(only === null ? PINNED.map(({ name }) => ({ kind: 'pinned' as const, name })) : []),
        ...seeds.map((seed) => ({ kind: 'seed' as const, seed })),
      ],
      workers: only === null ? whole(values.workers, 'workers') : 1,
      databaseUrl: server?.url ?? null,
      endAt: values.minutes === undefined ? null : started + Number(values.minutes) * 60_000,
      isVerbose: only !== null,
    });
    const { passed, failed, kills } = await dispatch;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(
      `${passed} schedules passed, ${failed} failed; ${kills} processes killed; ${seconds} s`,
    );
    return failed > 0 ? 1 : 0;
  } finally {
    await server?.stop();
  }
}

async function postgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const binaries = postgresBinaries();
  if (binaries === null)
    throw new Error('--postgres needs PostgreSQL: apt-get install postgresql.');
  return startPostgres(binaries);
}

function whole(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${option} ${text}: a number.`);
  return number;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
