import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const app = fileURLToPath(new URL('../../app', import.meta.url));
const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => /[.]tsx?$/.test(path) && !/[.]test[.]tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(app, path), 'utf8') }));

const thatCall = (name: string) =>
  files.filter(({ text }) => text.includes(`${name}(`)).map(({ path }) => path);

/** They ask who is there and serve nobody for it: frames, ways in and ways out. */
const ONLY_ASK = [
  '(auth)/confirm-email/actions.ts',
  '(auth)/confirm-email/page.tsx',
  '(auth)/sign-in/page.tsx',
  '(auth)/sign-up/page.tsx',
  'account/layout.tsx',
  'api/session/route.ts',
  'api/sign-out/route.ts',
  'checkout/layout.tsx',
  'operator/layout.tsx',
  'sign-out/page.tsx',
];

it('whoever is served by what asks for the session itself is asked for the second factor too', () => {
  const asking = thatCall('currentUser');
  expect(asking.length).toBeGreaterThan(ONLY_ASK.length);
  const unasked = asking.filter((path) => !thatCall('mayNotYet').includes(path));
  expect(unasked.sort()).toEqual(ONLY_ASK);
});

it('only the page that switches the second factor on is open without it', () => {
  expect(thatCall('requireSession').sort()).toEqual([
    'account/settings/second-factor/actions.ts',
    'account/settings/second-factor/page.tsx',
  ]);
});
