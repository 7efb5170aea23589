import { describe, expect, it } from 'vitest';
import { mailText } from './mail-text';

const of = { name: 'Ada', subscription: 'Basic', url: 'https://shop.example/account/s1' } as const;

describe('a mail about a suspension', () => {
  it.each([
    [
      'suspended-dispute',
      '$14.95',
      'A payment of $14.95 was disputed with the bank, so your Basic subscription is suspended.',
      'ask your bank to withdraw it',
    ],
    [
      'suspended-dispute',
      null,
      'A payment was disputed with the bank, so your Basic subscription is suspended.',
      'ask your bank to withdraw it',
    ],
    [
      'suspended-unpaid',
      '$89.95',
      'A payment of $89.95 for your Basic subscription is overdue, so it is suspended.',
      'Pay what is due, and the same keys work again.',
    ],
    [
      'suspended-unpaid',
      null,
      'A payment for your Basic subscription is overdue, so it is suspended.',
      'Pay what is due, and the same keys work again.',
    ],
  ] as const)('%s of %s says what happened and what to do', (kind, amount, happened, todo) => {
    const words = mailText({ ...of, kind, amount });
    expect(words.before[0]).toContain(happened);
    expect(words.before[1]).toContain(todo);
    expect(words.button?.url).toBe(of.url);
  });
});
