import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options';

describe('the command line of provisioning', () => {
  it('asks before it applies by default', () => {
    expect(parseOptions(['apply'])).toEqual({
      command: 'apply',
      yes: false,
      plan: null,
      migrate: false,
      allowPriceChange: false,
      allowLive: false,
      json: false,
      webhookSecretFile: null,
    });
    expect(parseOptions(['apply', '--yes', '--webhook-secret-file', 'x'])).toMatchObject({
      yes: true,
      webhookSecretFile: 'x',
    });
  });

  it.each([[[]], [['destroy']], [['apply', 'now']], [['plan', '--force']]])(
    'explains itself instead of guessing: %j',
    (args) => {
      expect(() => parseOptions(args)).toThrow(UsageError);
    },
  );
});
