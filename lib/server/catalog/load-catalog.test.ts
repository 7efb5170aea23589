import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadCatalog } from './load-catalog';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function messageOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const payg = {
  id: 'payg',
  pricingModelType: 'Metered',
  recurring: { interval: 'month', intervalCount: 1 },
  prices: { metered: { currency: 'usd', unitAmount: 15 } },
};

test('the file that ships sells the seven products at their prices', () => {
  const month = { interval: 'month', intervalCount: 1 };
  const perMinute = (calls: number) => ({ calls, renewalPeriodSeconds: 60 });
  const perMonth = (calls: number) => ({ calls, renewalPeriodSeconds: 2_592_000 });
  const usd = (unitAmount: number) => ({ currency: 'usd', unitAmount });
  const facts = loadCatalog().products.map((product) => [
    product.id,
    product.displayName,
    product.pricingModelType,
    product.recurring,
    'prices' in product ? product.prices : null,
    product.qualityOfService.rateLimit,
    product.qualityOfService.quota,
  ]);
  expect(facts).toEqual([
    ['free', 'Free', 'Free', month, null, null, perMonth(100)],
    [
      'developer',
      'Developer',
      'Freemium',
      month,
      { unit: { ...usd(0), quota: 1 }, metered: usd(20) },
      perMinute(100),
      null,
    ],
    ['payg', 'PAYG', 'Metered', month, { metered: usd(15) }, perMinute(200), null],
    [
      'basic',
      'Basic',
      'Tier',
      month,
      { unit: { ...usd(1495), quota: 500 } },
      perMinute(100),
      perMonth(50_000),
    ],
    [
      'standard',
      'Standard',
      'TierWithOverage',
      month,
      { unit: { ...usd(8995), quota: 1000 }, metered: usd(10) },
      perMinute(100),
      null,
    ],
    [
      'pro',
      'Pro',
      'TierWithOverage',
      month,
      { unit: { ...usd(44_995), quota: 5000 }, metered: usd(6) },
      perMinute(1200),
      null,
    ],
    [
      'enterprise',
      'Enterprise',
      'Unit',
      month,
      { unit: { ...usd(74_995), quota: 15_000, maxUnits: 10 } },
      perMinute(3500),
      null,
    ],
  ]);
});

test('descriptions name no amounts, which a change of price would make false', () => {
  for (const { id, description } of loadCatalog().products) {
    expect(description, id).toMatch(/^[^0-9$€]{40,200}$/);
  }
});

test('a file is read once: a price never changes between two requests', () => {
  const file = fileWith('once.json', [payg]);
  const first = loadCatalog(file);
  fileWith('once.json', [{ ...payg, id: 'changed' }]);
  expect(loadCatalog(file)).toBe(first);
});

test('a byte order mark in front is no mistake', () => {
  expect(
    loadCatalog(fileWith('bom.json', `\uFEFF${JSON.stringify([payg])}`)).products,
  ).toHaveLength(1);
});

test('one error lists every problem as path, value and what was expected', () => {
  const metered = { currency: 'USD', unitAmount: -15 };
  const file = fileWith('bad.json', [
    { ...payg, prices: { metered } },
    { ...payg, id: 'b', prices: undefined },
  ]);
  expect(() => loadCatalog(file)).toThrow(
    [
      `The catalog ${file} has 3 problems:`,
      '  [0].prices.metered.currency: found "USD", expected "usd", in lower case: a currency of Stripe as three lower-case letters, such as "usd"',
      '  [0].prices.metered.unitAmount: found -15, expected a whole number of 0 or more in the minor unit (1495 = $14.95)',
      '  [1].prices.metered: found nothing, expected price for each 100 calls: "Metered" needs it',
    ].join('\n'),
  );
});

test('what a vendor could not hold is refused like any other mistake, with the place and what to write', () => {
  const file = fileWith('too-much.json', [
    {
      ...payg,
      prices: { metered: { currency: 'usd', unitAmount: 100_000_000 } },
      recurring: { interval: 'month', intervalCount: 37 },
      qualityOfService: { rateLimit: { calls: 1, renewalPeriodSeconds: 301 } },
    },
  ]);
  expect(messageOf(() => loadCatalog(file))).toBe(
    [
      `The catalog ${file} has 3 problems:`,
      '  [0].recurring.intervalCount: found 37, expected at most 36 with the interval "month": a period is three years at most',
      '  [0].prices.metered.unitAmount: found 100000000, expected at most 99999999 ($999,999.99), the most that Stripe takes in USD',
      '  [0].qualityOfService.rateLimit.renewalPeriodSeconds: found 301, expected a whole number from 1 to 300, seconds: API Management counts a rate over no more; use "quota" for longer periods',
    ].join('\n'),
  );
});

test('a file that was repaired loads without a restart', () => {
  const file = fileWith('repaired.json', []);
  expect(() => loadCatalog(file)).toThrow(
    /has 1 problem:\n {2}\(file\): found \[\], expected a list/,
  );
  fileWith('repaired.json', [payg]);
  expect(loadCatalog(file).products).toHaveLength(1);
});

test('a file that is missing or is not JSON is named', () => {
  const missing = join(folder, 'missing.json');
  expect(() => loadCatalog(missing)).toThrow(`The catalog ${missing} can't be read: ENOENT`);
  const broken = fileWith('broken.json', '[{ "id": "payg", }]');
  expect(() => loadCatalog(broken)).toThrow(
    [
      `The catalog ${broken} is not JSON: line 1, column 16: expected no "," before the closing "}"`,
      '  [{ "id": "payg", }]',
      '                 ^',
    ].join('\n'),
  );
});

test('a mistake in a file of one long line is shown in its place', () => {
  const entries = Array.from({ length: 40 }, () => JSON.stringify(payg)).join(',');
  const file = fileWith('one-line.json', `[${entries},oops,${entries}]`);
  const [where, shown, mark] = messageOf(() => loadCatalog(file)).split('\n');
  expect(where).toBe(
    `The catalog ${file} is not JSON: line 1, column ${entries.length + 3}: expected a value, found "o"`,
  );
  expect(shown?.at((mark ?? '').indexOf('^'))).toBe('o');
  expect(shown?.length).toBeLessThanOrEqual(102);
});

test('a long value is cut in the message', () => {
  const file = fileWith('long.json', [{ ...payg, id: 'x'.repeat(500) }]);
  expect(() => loadCatalog(file)).toThrow(`[0].id: found "${'x'.repeat(116)}..., expected`);
});
