import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments';

const none = { only: undefined, dataDir: undefined, anyPort: false, help: false };

describe('the arguments of the emulators', () => {
  it.each([
    [[], undefined, none],
    [['--data', 'kept'], undefined, { ...none, dataDir: 'kept/both' }],
    [['--data', 'kept', 'azure'], undefined, { ...none, only: 'azure', dataDir: 'kept/azure' }],
    [['--data', 'kept', 'stripe'], 'elsewhere', { ...none, only: 'stripe', dataDir: 'elsewhere' }],
    [['--port', '0'], undefined, { ...none, anyPort: true }],
    [['-h'], undefined, { ...none, help: true }],
  ])('%j with the setting %j', (args, setting, read) => {
    expect(readArguments(args, setting)).toEqual(read);
  });

  it.each([[['paypal']], [['stripe', 'azure']], [['--dat', 'kept']], [['--port', '4242']]])(
    'refuses %j',
    (args) => {
      expect(() => readArguments(args, undefined)).toThrow();
    },
  );
});
