import { afterEach, beforeEach, expect, vi } from 'vitest';

/**
 * An error or a warning that nobody expected fails the test that printed it: such lines are how a
 * swallowed exception looks from outside.
 */
beforeEach(() => {
  vi.spyOn(console, 'error');
  vi.spyOn(console, 'warn');
});

afterEach(() => {
  for (const method of ['error', 'warn'] as const) {
    const spy = vi.mocked(console[method]);
    // A test that expects a line gives the spy something else to do: mockImplementation(() => {}).
    if (!vi.isMockFunction(spy) || spy.getMockImplementation() !== undefined) continue;
    expect(spy.mock.calls, `unexpected console.${method}`).toEqual([]);
  }
});
