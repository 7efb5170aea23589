import { bold, cyan, dim } from '../setup/steps.mjs';
import type { Addresses } from '../world/environment';
import type { DemoMode } from './options';

export interface SummaryInput {
  mode: DemoMode;
  addresses: Addresses;
  dataDir: string;
  databaseUrl: string | undefined;
  startedInMs: number;
}

/** What a newcomer needs once everything runs. */
export function summary(input: SummaryInput): string {
  const { mode, addresses, dataDir, databaseUrl, startedInMs } = input;
  const row = (title: string, address: string) => `  ${title.padEnd(20)}${cyan(address)}`;
  const database = databaseUrl ? 'your PostgreSQL server (DATABASE_URL)' : 'embedded PostgreSQL';
  return [
    '',
    `  ${bold(mode.title)} ${dim(`(started in ${(startedInMs / 1000).toFixed(1)} s)`)}`,
    '',
    row('Developer portal', addresses.portal),
    row('Application', addresses.app),
    row('Mailbox', `${addresses.app}/mailbox`),
    row('API gateway', `${addresses.gateway}/sample/echo`),
    row('Control page', `${addresses.control}`),
    dim('  (the control page moves the clock, makes traffic, declines cards)'),
    '',
    `  ${bold('First step')}`,
    `  Open ${cyan(addresses.portal)}, sign up, and subscribe to Standard.`,
    `  Pay with card ${bold('4242 4242 4242 4242')}, any future date, any CVC.`,
    '  Your account then shows the key and a first call to copy.',
    '',
    dim('  Set for the demo: REQUIRE_CONFIRMED_EMAIL=off (buy before you confirm your address),'),
    dim('  REQUIRE_SECOND_FACTOR=off, MAILBOX=on. A real installation has the opposite of each.'),
    dim(`  State: ${dataDir} (${database}); logs: ${dataDir}/logs`),
    dim(`  Stop: Ctrl-C, state is kept. Start over: ${mode.command} -- --reset`),
    '',
  ].join('\n');
}
