import { type MigrationState, migrationState } from '../../db/migration-state';
import { env } from '../env/env';
import { getDeps } from './deps';
import { log } from './log';

export interface Readiness {
  /**
   * incomplete: it serves, and some groups of settings are absent. schema-newer: a newer release has migrated the database, so
   * this one writes nothing any more.
   */
  status: 'ok' | 'incomplete' | 'migrations-missing' | 'schema-newer' | 'down';
  database: boolean;
  /** Every migration of this build is in the database; null when the database does not answer. */
  migrations: boolean | null;
  settings: { stripe: boolean; apim: boolean; sessions: boolean; cron: boolean };
}

/** Whether requests may be sent here. Names what is missing and never a value. */
export async function readReadiness(): Promise<Readiness> {
  const { app, stripe, apim } = env();
  const settings = {
    stripe: stripe !== null,
    apim: apim !== null,
    sessions: app.sessionSecret !== null,
    cron: app.cronSecret !== null,
  };
  try {
    const { db } = await getDeps();
    const state = await migrationState(db);
    const isComplete = Object.values(settings).every(Boolean);
    const status = unreadyBecause(state) ?? (isComplete ? 'ok' : 'incomplete');
    return { status, database: true, migrations: state.pending.length === 0, settings };
  } catch (error) {
    log.error({ err: error }, 'database does not answer');
    return { status: 'down', database: false, migrations: null, settings };
  }
}

function unreadyBecause({
  pending,
  newer,
}: MigrationState): 'migrations-missing' | 'schema-newer' | null {
  if (newer.length > 0) {
    log.warn({ newer }, 'a newer release has migrated the database: nothing is written any more');
    return 'schema-newer';
  }
  if (pending.length === 0) return null;
  log.error({ pending }, 'migrations are missing: npm run db:migrate');
  return 'migrations-missing';
}
