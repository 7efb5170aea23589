import { expect, test } from 'vitest';
import type { ComparedSubscription } from '@/lib/use-cases/operator/subscriptions';
import { differences, isLost } from './differences';

const at = new Date('2026-01-10T12:00:00Z');

function compared(change: Partial<ComparedSubscription>): ComparedSubscription {
  const facts = { productId: 'payg', periodEnd: at };
  return {
    asOf: at,
    history: [],
    credit: null,
    carried: null,
    signals: [],
    ownerBlocked: false,
    sold: null,
    swapped: [],
    provider: { kind: 'read', facts: { ...facts, status: 'active' } },
    gateway: { kind: 'read', facts: { ...facts, status: 'active', periodEnd: null } },
    row: {
      id: 'sub-1',
      name: 'Mine',
      productId: 'payg',
      nextProductId: null,
      status: 'active',
      gatewayState: 'active',
      providerId: 'sub_1',
      problem: null,
      suspendedFor: '',
      periodEnd: at,
      cancelAt: null,
      cancelRequestedAt: null,
      endedAt: null,
      syncedAt: at,
      syncDueAt: null,
      createdAt: at,
      user: { id: 'u', name: 'Ada', email: 'ada@example.com' },
    },
    ...change,
  };
}

test('three that say the same differ in nothing', () => {
  expect(differences(compared({}))).toEqual([]);
});

test('a state and a plan that differ are named', () => {
  const facts = { status: 'suspended', productId: 'basic', periodEnd: null };
  expect(differences(compared({ gateway: { kind: 'read', facts } }))).toEqual([
    'API Management says suspended, our record says active.',
    'Its keys open basic, our record says payg.',
  ]);
});

test('keys that work although it is being canceled are not called agreement', () => {
  const { row } = compared({});
  expect(differences(compared({ row: { ...row, cancelRequestedAt: at } }))).toEqual([
    'Its keys still work but shouldn’t: API Management hasn’t closed it yet.',
  ]);
});

test('keys that don’t work although it is paid are not called agreement', () => {
  const { row } = compared({});
  const facts = { status: 'suspended', productId: 'payg', periodEnd: null };
  expect(
    differences(
      compared({ row: { ...row, gatewayState: 'suspended' }, gateway: { kind: 'read', facts } }),
    ),
  ).toEqual(['Its keys should work but don’t: API Management hasn’t opened it.']);
});

test('one that is suspended for a dispute differs in nothing', () => {
  const { row } = compared({});
  const facts = { status: 'suspended', productId: 'payg', periodEnd: null };
  const disputed = { ...row, gatewayState: 'suspended', suspendedFor: 'dispute' };
  expect(differences(compared({ row: disputed, gateway: { kind: 'read', facts } }))).toEqual([]);
});

test('a vendor that did not answer is not shown as in sync', () => {
  expect(differences(compared({ provider: { kind: 'unread', why: 'timeout' } }))).toHaveLength(1);
  expect(differences(compared({ provider: { kind: 'read', facts: null } }))).toEqual([
    'Stripe doesn’t know this subscription.',
  ]);
});

test('what the gateway has lost is to be restored, and never "in agreement"', () => {
  const lost = compared({ gateway: { kind: 'read', facts: null } });
  expect(differences(lost)).toEqual([
    'API Management has lost it: its keys don’t work. Restore it; the keys will be new.',
  ]);
  expect(isLost(lost)).toBe(true);
  expect(isLost(compared({}))).toBe(false);
  const ended = { ...lost, row: { ...lost.row, endedAt: at } };
  expect(isLost(ended)).toBe(false);
});

test('a blocked owner is named, though the states agree', () => {
  expect(differences(compared({ ownerBlocked: true }))).toEqual([
    'Its owner is blocked in API Management: the keys don’t work, whatever is paid.',
  ]);
});
