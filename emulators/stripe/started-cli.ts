import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** For tests: Stripe's own command line in front of the emulator, with a home of its own. */
export interface CommandLine {
  readonly home: string;
  run(...args: string[]): Promise<string>;
  stop(): void;
}

export function startCommandLine(apiBase: string): CommandLine {
  const home = mkdtempSync(join(tmpdir(), 'stripe-cli-'));
  return {
    home,
    run: async (...args) => {
      const { stdout } = await execute(
        process.execPath,
        ['node_modules/.bin/stripe', ...args, '--api-base', apiBase],
        {
          env: {
            NODE_ENV: 'test',
            HOME: home,
            STRIPE_API_KEY: 'sk_test_emulator0000',
            STRIPE_CLI_TELEMETRY_OPTOUT: '1',
            XDG_CONFIG_HOME: home,
          },
          timeout: 30_000,
        },
      );
      return stdout;
    },
    stop: () => rmSync(home, { recursive: true, force: true }),
  };
}
