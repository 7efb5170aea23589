import { describe, expect, it } from 'vitest';
import { AppError } from '../kit/app-error';
import {
  checkedPortalUserId,
  checkedSubscriptionId,
  checkedUserId,
  isSameId,
  lastSegment,
  productOfScope,
  quoted,
  toDisplayName,
  toFirstAndLastName,
  toPlainName,
} from './names';

describe('ids', () => {
  it.each(['0b8f-A_z', 'jane.doe', '{5F7F}', 'jane@contoso.com', "o'brien", 'a=b', 'Jörg', 'a b'])(
    'of users may be what scripts and older portals have made: %s',
    (id) => expect(checkedUserId(id)).toBe(id),
  );

  it.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a&1',
    'a%2f',
    ' a',
    'a\nb',
    'x'.repeat(81),
  ])('of users never leave their place in a path: %j', (id) =>
    expect(() => checkedUserId(id)).toThrow(AppError),
  );

  it('of users that the portal’s token can’t carry get a sentence', () => {
    expect(checkedPortalUserId('0b8f-A_z')).toBe('0b8f-A_z');
    for (const id of ['jane.doe', '{5F7F}', 'jane@contoso.com']) {
      expect(() => checkedPortalUserId(id)).toThrow(`can’t be opened as "${id}"`);
    }
  });

  it('are the same in any case, and when a part of them is encoded', () => {
    expect(isSameId('Jane.Doe', 'jane.doe')).toBe(true);
    expect(isSameId('jane', null)).toBe(false);
    expect(lastSegment('/service/s/users/jane%40contoso.com')).toBe('jane@contoso.com');
    expect(lastSegment('/users/100%')).toBe('100%');
  });

  it('never name the administrator', () => {
    expect(() => checkedUserId('1')).toThrow();
  });

  it('of subscriptions never leave their place in a path or a filter', () => {
    expect(checkedSubscriptionId('sub-1')).toBe('sub-1');
    expect(checkedSubscriptionId('5e1c.{2}@a')).toBe('5e1c.{2}@a');
    for (const id of [
      '',
      '..',
      '../users',
      "a'b",
      "a' or 1",
      'a?b',
      'a#b',
      'a%2f',
      'x'.repeat(257),
    ]) {
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

  it.each([
    ['100% mine!', '100 mine'],
    ['Jörgs <App>', 'Jorgs App'],
    ['!%&', 'Subscription'],
    ['My app-1', 'My app-1'],
  ])('that are refused are written plainly: "%s"', (name, plain) => {
    expect(toPlainName(name)).toBe(plain);
  });

  it('cannot break out of a filter', () => {
    expect(quoted("o'brien@example.com")).toBe("'o''brien@example.com'");
  });
});
