import { pendingMigrations } from '../../db/migration-state';
import { env } from '../env/env';
import { getDeps } from './deps';
import { log } from './log';

export interface Readiness {
  /** incomplete: it serves, and some groups of settings are absent. */
  status: 'ok' | 'incomplete' | 'migrations-missing' | 'down';
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
    const pending = await pendingMigrations(db);
    if (pending.length > 0) log.error({ pending }, 'migrations are missing: npm run db:migrate');
    const isMigrated = pending.length === 0;
    const isComplete = Object.values(settings).every(Boolean);
    const served = isComplete ? 'ok' : 'incomplete';
    const status = isMigrated ? served : 'migrations-missing';
    return { status, database: true, migrations: isMigrated, settings };
  } catch (error) {
    log.error({ err: error }, 'database does not answer');
    return { status: 'down', database: false, migrations: null, settings };
  }
}
