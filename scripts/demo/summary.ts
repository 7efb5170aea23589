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
    // It shows links that open accounts: to this machine only, under a name of its own.
    row('Mailbox', `http://localhost:${new URL(addresses.app).port}/mailbox`),
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

/** A restart applies an edited catalog by itself: what that changed, for whom, and how to take it back. */
export function priceChangeNotice({ command }: DemoMode, changes: readonly string[]): string {
  return [
    `  ${bold('Prices have changed: you edited the catalog, and this start has applied it.')}`,
    ...changes.map((change) => `  - ${change}`),
    '  New customers pay the new price; who has subscribed keeps the old one until they change plan.',
    '  To go back, undo the edit in payment/monetizationModels.json and start again.',
    `  To see a change before it is made, leave the demo running: ${command} -- catalog plan`,
    '',
  ].join('\n');
}
