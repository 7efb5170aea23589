import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments';

describe('the arguments of the emulators', () => {
  it.each([
    [[], undefined, { only: undefined, dataDir: undefined }],
    [['--data', 'kept'], undefined, { only: undefined, dataDir: 'kept/both' }],
    [['--data', 'kept', 'azure'], undefined, { only: 'azure', dataDir: 'kept/azure' }],
    [['--data', 'kept', 'stripe'], 'elsewhere', { only: 'stripe', dataDir: 'elsewhere' }],
  ])('%j with the setting %j', (args, setting, read) => {
    expect(readArguments(args, setting)).toEqual(read);
  });

  it.each([[['paypal']], [['stripe', 'azure']], [['--dat', 'kept']]])('refuses %j', (args) => {
    expect(() => readArguments(args, undefined)).toThrow();
  });
});
