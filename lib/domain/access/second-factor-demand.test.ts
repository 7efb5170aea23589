import { describe, expect, test } from 'vitest';
import { owesSecondFactor } from './second-factor-demand';

const without = (area: 'account' | 'operator') => ({ area, hasSecondFactor: false });
const having = (area: 'account' | 'operator') => ({ area, hasSecondFactor: true });

describe('a second factor is owed', () => {
  test('by nobody when it is demanded of nobody', () => {
    expect(owesSecondFactor('off', without('operator'))).toBe(false);
    expect(owesSecondFactor('off', without('account'))).toBe(false);
  });

  test("on operators' pages alone when it is demanded of operators", () => {
    expect(owesSecondFactor('operators', without('operator'))).toBe(true);
    expect(owesSecondFactor('operators', without('account'))).toBe(false);
  });

  test('everywhere when it is demanded of all', () => {
    expect(owesSecondFactor('all', without('operator'))).toBe(true);
    expect(owesSecondFactor('all', without('account'))).toBe(true);
  });

  test('by nobody who has one', () => {
    for (const demand of ['off', 'operators', 'all'] as const) {
      expect(owesSecondFactor(demand, having('operator'))).toBe(false);
      expect(owesSecondFactor(demand, having('account'))).toBe(false);
    }
  });
});
