import { describe, expect, it } from 'vitest';
import {
  checkedSubscriptionId,
  checkedUserId,
  lastSegment,
  productOfScope,
  quoted,
  toDisplayName,
  toFirstAndLastName,
} from './names';

describe('ids', () => {
  it('of users keep to what the portal can read in a token', () => {
    expect(checkedUserId('0b8f-A_z')).toBe('0b8f-A_z');
    for (const id of ['', 'a@b.c', 'a.b', 'a/b', 'a&1', 'x'.repeat(81)]) {
      expect(() => checkedUserId(id)).toThrow();
    }
  });

  it('never name the administrator', () => {
    expect(() => checkedUserId('1')).toThrow();
  });

  it('of subscriptions never leave their place in a path or a filter', () => {
    expect(checkedSubscriptionId('sub-1')).toBe('sub-1');
    for (const id of ['', '../users', "a' or 1", 'a?b', 'a#b', 'x'.repeat(257)]) {
      expect(() => checkedSubscriptionId(id)).toThrow();
    }
  });

  it('are read from short and from full paths', () => {
    expect(lastSegment('/users/u1')).toBe('u1');
    expect(lastSegment('/subscriptions/0/resourceGroups/r/providers/p/service/s/users/u1')).toBe(
      'u1',
    );
    expect(lastSegment(undefined)).toBeNull();
    expect(lastSegment('/subscriptions/')).toBeNull();
  });

  it('of products come only from a product scope', () => {
    expect(productOfScope('/x/products/basic')).toBe('basic');
    expect(productOfScope('/x/apis/sample')).toBeNull();
    expect(productOfScope('/x/apis')).toBeNull();
  });
});

describe('names', () => {
  it.each([
    ['Ada Lovelace', 'Ada', 'Lovelace'],
    ['Ada', 'Ada', '-'],
    ['Juan Pablo de la Cruz', 'Juan', 'Pablo de la Cruz'],
    ['  Ada\n\tLovelace ', 'Ada', 'Lovelace'],
    ['', '-', '-'],
    [`${'a'.repeat(150)} b`, 'a'.repeat(100), 'b'],
  ])('of people are split in two: "%s"', (name, firstName, lastName) => {
    expect(toFirstAndLastName(name)).toEqual({ firstName, lastName });
  });

  it('of subscriptions are one line of at most 100 characters', () => {
    expect(toDisplayName(' My\nkey ')).toBe('My key');
    expect(toDisplayName('x'.repeat(120))).toHaveLength(100);
    expect(() => toDisplayName(' \n ')).toThrow();
  });

  it('cannot break out of a filter', () => {
    expect(quoted("o'brien@example.com")).toBe("'o''brien@example.com'");
  });
});
