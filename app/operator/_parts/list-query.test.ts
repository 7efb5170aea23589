import { expect, test } from 'vitest';
import { afterParam, listHref, oneOfParam, textParam } from './list-query';

test('a value that is not offered becomes the first one', () => {
  expect(oneOfParam({ order: 'sideways' }, 'order', ['desc', 'asc'])).toBe('desc');
  expect(oneOfParam({ order: ['asc', 'asc'] }, 'order', ['desc', 'asc'])).toBe('desc');
  expect(oneOfParam({ order: 'asc' }, 'order', ['desc', 'asc'])).toBe('asc');
});

test('an address keeps only what says something', () => {
  expect(listHref('/operator/events', { state: 'failed', after: null })).toBe(
    '/operator/events?state=failed',
  );
  expect(listHref('/operator/events', { after: '' })).toBe('/operator/events');
  expect(afterParam({ after: '' })).toBeNull();
});

test('text of any length makes an address that browsers and proxies take', () => {
  const text = 'ä'.repeat(4_000);
  expect(listHref('/operator/events', { show: text, replayed: text }).length).toBeLessThan(3_000);
  expect(textParam({ q: text }, 'q')).toHaveLength(200);
  // Half of a pair of characters is no text.
  const cut = listHref('/operator/events', { q: `${'a'.repeat(199)}😀` });
  expect(decodeURIComponent(cut)).toBe(`/operator/events?q=${'a'.repeat(199)}\ufffd`);
});
