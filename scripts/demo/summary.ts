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
    dim('  (the control page moves the clock, generates traffic, declines cards)'),
    '',
    `  ${bold('First step')}`,
    `  Open ${cyan(addresses.portal)}, sign up, and subscribe to Standard.`,
    `  Pay with card ${bold('4242 4242 4242 4242')}, any future date, any CVC.`,
    '  Your account then shows your key and a first call to copy.',
    '',
    dim('  Demo settings: REQUIRE_CONFIRMED_EMAIL=off (subscribe before confirming your address),'),
    dim('  REQUIRE_SECOND_FACTOR=off, MAILBOX=on. Use the opposite of each in production.'),
    dim(`  State: ${dataDir} (${database}); logs: ${dataDir}/logs`),
    dim(`  Stop: Ctrl-C (state is kept). Start over: ${mode.command} -- --reset`),
    '',
  ].join('\n');
}

/** A restart applies an edited catalog by itself: what that changed, for whom, and how to undo it. */
export function priceChangeNotice({ command }: DemoMode, changes: readonly string[]): string {
  return [
    `  ${bold('Prices have changed: you edited the catalog, and this start applied it.')}`,
    ...changes.map((change) => `  - ${change}`),
    '  New customers pay the new price; existing subscribers keep the old one until they change plan.',
    '  To go back, undo the edit in payment/monetizationModels.json and restart.',
    `  To preview a change, leave the demo running: ${command} -- catalog plan`,
    '',
  ].join('\n');
}
