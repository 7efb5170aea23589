import { expect, test } from 'vitest';
import { demoMode } from './options';
import { priceChangeNotice } from './summary';

test('a start that changes prices says what changed, for whom, and how to take it back', () => {
  const text = priceChangeNotice(demoMode, ['Pro: $449.95 becomes $499.95']);
  expect(text).toContain('you edited the catalog, and this start applied it');
  expect(text).toContain('- Pro: $449.95 becomes $499.95');
  expect(text).toContain('keep the old one');
  expect(text).toContain('undo the edit');
  expect(text).toContain('npm run demo -- catalog plan');
});
