import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../scripts/vitest/fresh-database';
import { provision, quietEdges, settingsOf } from '../../../testing/app-wiring';
import { type RunningEmulators, startEmulators } from '../../../testing/emulators';
import { parseEnv } from '../../server/env/env';
import { wire } from '../../server/wiring/wire';
import type { Deps } from '../deps';
import { signUp } from '../identity/sign-up';
import { startCheckout } from './start-checkout';

/**
 * What a first checkout may ask of the database (docs/benchmarks.md): each statement is a millisecond or more of the
 * route's own time. One that is added here wants a reason.
 */
const FIRST_CHECKOUT = 14;
const SAME_AGAIN = 7;

let emulators: RunningEmulators;
let deps: Deps;
let close: () => Promise<void>;
const statements: string[] = [];

beforeAll(async () => {
  emulators = await startEmulators({ clock: '2026-01-10T09:07:00Z' });
  const database = await freshDatabase({ onStatement: (sql) => statements.push(sql) });
  const source = settingsOf(emulators, 'http://127.0.0.1:9');
  await provision(source);
  deps = wire(parseEnv(source), quietEdges(database.client));
  close = database.close;
});
afterAll(async () => {
  await emulators.stop();
  await close();
});

test('a first checkout asks the database few questions, and a repeat fewer', async () => {
  const person = { name: 'Ada', email: 'ada@example.com', password: 'four words make it' };
  const signedUp = await signUp(deps, person);
  if (signedUp.kind !== 'signed-up') throw new Error(signedUp.kind);
  const wanted = { userId: signedUp.userId, productId: 'standard', name: 'Mine' };

  statements.length = 0;
  const first = await startCheckout(deps, wanted);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(FIRST_CHECKOUT);

  statements.length = 0;
  expect(await startCheckout(deps, wanted)).toEqual(first);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(SAME_AGAIN);
});
