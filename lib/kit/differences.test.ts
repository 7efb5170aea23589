import { describe, expect, it } from 'vitest';
import { differences } from './differences';

describe('differences', () => {
  it('name the field, its value and the expected one', () => {
    expect(differences({ name: 'Basic' }, { name: 'Old', other: 1 })).toEqual([
      'name: Old -> Basic',
    ]);
  });

  it('see no difference between nothing in its several shapes', () => {
    expect(differences({ a: null, b: undefined, c: '' }, { b: null })).toEqual([]);
  });

  it('do not care about the order of lists', () => {
    expect(differences({ events: ['a', 'b'] }, { events: ['b', 'a'] })).toEqual([]);
  });

  it('look inside objects', () => {
    expect(differences({ rule: { formula: 'last' } }, { rule: { formula: 'sum' } })).toEqual([
      'rule: formula=sum -> formula=last',
    ]);
  });
});
