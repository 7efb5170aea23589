import { createHash } from 'node:crypto';
import type { Account } from '../state/account';
import { TEST_CARDS, type TestCard } from './test-cards';

/** undefined = not a test card: Stripe's test mode refuses it. */
export function testCard(number: string): TestCard | undefined {
  return Object.hasOwn(TEST_CARDS, number) ? TEST_CARDS[number] : undefined;
}

/** Whether a page has to show the bank's question before it may use this card. */
export function needsAuthentication(number: string): boolean {
  return (testCard(number)?.authentication ?? 'none') !== 'none';
}

export function brandOf(number: string): string {
  if (/^3[47]/.test(number)) return 'amex';
  if (/^3[068]/.test(number)) return 'diners';
  if (/^35/.test(number)) return 'jcb';
  if (/^5[1-5]|^2[2-7]/.test(number)) return 'mastercard';
  if (/^62/.test(number)) return 'unionpay';
  return /^6/.test(number) ? 'discover' : 'visa';
}

/** The same for a number each time, and in another account another. */
export function fingerprintOf(account: Account, number: string): string {
  const digest = createHash('sha256').update(`${account.salt} ${number}`).digest('base64');
  return digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16);
}

export function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return /^\d{12,19}$/.test(number) && sum % 10 === 0;
}
