import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, startCommandLine } from './started-cli';
import { type StartedStripe, startStripe } from './started-stripe';

describe("Stripe's own command line", () => {
  let emulator: StartedStripe;
  let cli: CommandLine;
  beforeAll(async () => {
    emulator = await startStripe();
    cli = startCommandLine(emulator.url);
  });
  afterAll(async () => {
    await emulator.stop();
    cli.stop();
  });

  it('posts and gets', { timeout: 30_000 }, async () => {
    await cli.run('post', '/v1/customers', '-d', 'email=cli@example.com');
    expect(JSON.parse(await cli.run('get', '/v1/customers'))).toMatchObject({
      object: 'list',
      data: [{ email: 'cli@example.com' }],
    });
  });
});
