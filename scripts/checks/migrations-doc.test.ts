import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { migrationNames } from '../../lib/db/migration-state';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The last one of which nobody was told. */
const BEFORE = '20261130211500_operator_search';

it('docs/deploy.md says of every migration what the release before it does', async () => {
  const deploy = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const rows = [...deploy.matchAll(/^\| `(\d{14}_\w+)` \|/gm)].map(([, name = '']) => name);
  const names = await migrationNames(join(root, 'prisma/migrations'));
  expect(rows).toEqual(names.filter((name) => name > BEFORE));
});
