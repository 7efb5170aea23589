import { describe, expect, test } from 'vitest';
import { accessGap } from './access-gap';

const at = new Date('2027-01-06T10:00:00Z');

describe('what the gateway has not confirmed', () => {
  test('a key that should be refused and may still work is being closed', () => {
    const open = { gatewayState: 'active', endingNow: false };
    expect(accessGap({ ...open, notice: { kind: 'ended', reason: 'requested' } })).toBe('closing');
    expect(accessGap({ ...open, notice: { kind: 'active' }, endingNow: true })).toBe('closing');
  });

  test('a key that should work and does not yet is being opened', () => {
    for (const gatewayState of ['absent', 'suspended', 'cancelled']) {
      const closed = { gatewayState, endingNow: false };
      expect(accessGap({ ...closed, notice: { kind: 'active' } })).toBe('opening');
      expect(accessGap({ ...closed, notice: { kind: 'ends-on', at } })).toBe('opening');
    }
  });

  test('nothing is open where the gateway has followed, or nothing is paid for', () => {
    const none = { endingNow: false };
    expect(accessGap({ ...none, notice: { kind: 'active' }, gatewayState: 'active' })).toBeNull();
    expect(
      accessGap({ notice: { kind: 'active' }, gatewayState: 'suspended', endingNow: true }),
    ).toBeNull();
    expect(
      accessGap({ ...none, notice: { kind: 'waiting-for-payment' }, gatewayState: 'absent' }),
    ).toBeNull();
    expect(accessGap({ ...none, notice: null, gatewayState: 'active' })).toBeNull();
  });
});
