import { describe, expect, it } from 'vitest';
import { withPhaseItems } from './schedule-rows';

describe('a saved schedule', () => {
  const row = {
    id: 'sub_sched_1',
    created: 1,
    customer: 'cus_1',
    subscription: 'sub_1',
    status: 'active' as const,
    metadata: {},
    releasedAt: null,
  };
  const items = [{ price: 'price_1', quantity: null, metadata: {} }];

  it('of a release that knew one item in a phase gets a list of it', () => {
    const flat = { start: 1, end: 2, price: 'price_1', quantity: null, metadata: { plan: 'a' } };
    expect(withPhaseItems({ ...row, phases: [flat] }).phases).toEqual([
      { start: 1, end: 2, items, metadata: { plan: 'a' } },
    ]);
  });

  it('with lists stays as it is', () => {
    const saved = { ...row, phases: [{ start: 1, end: 2, items, metadata: {} }] };
    expect(withPhaseItems(saved)).toEqual(saved);
  });
});
