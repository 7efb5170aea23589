import { defineConfig } from '@playwright/test';
import { e2eAddresses } from './e2e/fixtures/addresses';
import { browserPath } from './scripts/world/browser';

const executablePath = browserPath();

// One file needs one world.
const isOneFile = process.argv.filter((arg) => /\.spec\b/.test(arg)).length === 1;
const workers = Number(process.env.E2E_WORKERS || (isOneFile ? 1 : 2));

/** The files that take minutes go first, so that no worker is left with one of them when the other is done. */
const long =
  /(vendors-away|nobody-is-shut-out|payment-fails|the-demo-starts|cancellation-can-be|plan-changes)[^/]*\.spec\.ts$/;

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// The sandbox needs a user other than root.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default defineConfig({
  testDir: 'e2e/specs',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results/e2e',
  // A world for each worker, whose clock every test may move: the tests of a file take turns in one.
  workers,
  fullyParallel: false,
  projects: [
    { name: 'long', testMatch: long },
    { name: 'others', testIgnore: long },
  ],
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: e2eAddresses.app,
    locale: 'en-US',
    timezoneId: 'UTC',
    // Calls and requests, without films of pages: nearly all tests pass, and those take a tenth of the time of each.
    // `--trace retain-on-failure` brings them back.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      args: [...quiet, ...sandbox],
      ...(executablePath ? { executablePath } : {}),
    },
  },
});
