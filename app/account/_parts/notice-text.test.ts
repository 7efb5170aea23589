import { describe, expect, it } from 'vitest';
import type { Notice } from '@/lib/domain/access/access';
import { badgeOf, noticeText } from './notice-text';

const at = new Date('2027-01-06T10:00:00Z');

const none = { blocked: false, problem: null, accessGap: null, quotaUsedUpUntil: null };

const NOTICES: Notice[] = [
  { kind: 'waiting-for-payment' },
  { kind: 'checkout-expired' },
  { kind: 'active' },
  { kind: 'ends-on', at },
  { kind: 'payment-failed', suspendedAt: at },
  { kind: 'suspended', reasons: ['dispute', 'unpaid'] },
  { kind: 'suspended', reasons: ['unpaid'] },
  { kind: 'suspended', reasons: ['credit'] },
  { kind: 'suspended', reasons: ['paused'] },
  { kind: 'ended', reason: 'requested' },
  { kind: 'ended', reason: 'payment-failed' },
];

describe('noticeText', () => {
  it.each(NOTICES)('has a sentence for $kind, and help for all but the good state', (notice) => {
    const words = noticeText(notice);
    expect(words.title).toMatch(/\.$/);
    expect(words.help === null).toBe(notice.kind === 'active');
  });

  it('says until when a key works after a failed payment', () => {
    const words = noticeText({ kind: 'payment-failed', suspendedAt: at });
    expect(words.help).toContain('by 6 Jan 2027');
  });

  it('says of several reasons for a suspension the one that comes first', () => {
    const words = noticeText({ kind: 'suspended', reasons: ['dispute', 'unpaid', 'credit'] });
    expect(words.title).toContain('disputed');
  });

  it('shows an unknown state as unknown', () => {
    expect(noticeText(null)).toMatchObject({ tone: 'warn', badge: 'Unknown' });
  });

  it('does not call suspended, ended or active what the gateway has not confirmed', () => {
    const ended = { kind: 'ended', reason: 'requested' } as const;
    expect(badgeOf({ ...none, notice: ended, endingNow: false, accessGap: 'closing' }).badge).toBe(
      'Suspending…',
    );
    const active = { kind: 'active' } as const;
    expect(badgeOf({ ...none, notice: active, endingNow: false, accessGap: 'opening' }).badge).toBe(
      'Activating…',
    );
  });

  it('does not call active what the gateway refuses because the quota is used up', () => {
    const used = { ...none, endingNow: false, quotaUsedUpUntil: at };
    expect(badgeOf({ ...used, notice: { kind: 'active' } }).badge).toBe('Quota used up');
  });

  it('does not call active what is being ended', () => {
    const notice = { kind: 'active' } as const;
    const fine = { ...none, notice, endingNow: false };
    expect(badgeOf(fine).badge).toBe('Active');
    expect(badgeOf({ ...fine, endingNow: true })).toEqual({ tone: 'warn', badge: 'Ending' });
  });

  it('does not call active what the gateway refuses or has lost', () => {
    const notice = { kind: 'active' } as const;
    const fine = { ...none, notice, endingNow: false };
    expect(badgeOf({ ...fine, blocked: true })).toEqual({ tone: 'bad', badge: 'Blocked' });
    const problem = { kind: 'gateway-missing', at: new Date(0) } as const;
    expect(badgeOf({ ...fine, problem }).badge).toBe('Keys lost');
  });
});
