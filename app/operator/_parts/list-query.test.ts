import { expect, test } from 'vitest';
import { afterParam, listHref, oneOfParam } from './list-query';

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
