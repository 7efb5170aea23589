import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const app = fileURLToPath(new URL('../../app', import.meta.url));
const actions = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => /[.]tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(app, path), 'utf8') }))
  .filter(({ text }) => /^['"]use server['"]/.test(text))
  .flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async function (\w+)|const (\w+) = (\w+))/gm)].map(
      ([, declared, made, maker]) => ({ path, name: declared ?? made ?? '', maker: maker ?? '' }),
    ),
  );

/** They ask no vendor, and their outcome is in the address that follows. */
const WITHOUT_A_FORM = ['replayOneAction', 'setTheme'];

it('every server action keeps its page when a vendor is away', () => {
  expect(actions.length).toBeGreaterThan(25);
  const losing = actions.filter(({ maker }) => maker !== 'formAction' && maker !== 'stateAction');
  expect(losing.map(({ name }) => name).sort()).toEqual(WITHOUT_A_FORM);
});
