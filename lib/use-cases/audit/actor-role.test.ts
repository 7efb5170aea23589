import { expect, test } from 'vitest';
import { whoseAct } from './actor-role';

test('somebody else’s act is an operator’s, by whatever id, and a rule’s is the program’s', () => {
  expect(whoseAct('user-1', 'user-1')).toBe('you');
  expect(whoseAct('user-2', 'user-1')).toBe('operator');
  expect(whoseAct('system', 'user-1')).toBe('system');
  expect(whoseAct('stripe', 'user-1')).toBe('stripe');
});
