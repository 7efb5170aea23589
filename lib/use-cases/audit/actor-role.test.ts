import { expect, test } from 'vitest';
import { actorRole } from './actor-role';

test('somebody else’s act is an operator’s, by whatever id, and a rule’s is the program’s', () => {
  expect(actorRole('user-1', 'user-1')).toBe('you');
  expect(actorRole('user-2', 'user-1')).toBe('operator');
  expect(actorRole('system', 'user-1')).toBe('system');
  expect(actorRole('stripe', 'user-1')).toBe('stripe');
});
