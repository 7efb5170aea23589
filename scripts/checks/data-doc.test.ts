import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const doc = read('docs/data-and-keys.md');

function section(title: string): string {
  const start = doc.indexOf(`## ${title}\n`);
  const end = doc.indexOf('\n## ', start + 1);
  return doc.slice(start, end < 0 ? undefined : end);
}

describe('docs/data-and-keys.md', () => {
  it('puts every table under a level, and none that there is not', () => {
    const models = [...read('prisma/schema.prisma').matchAll(/^model (\w+)/gm)].map(
      ([, name]) => name,
    );
    const rows = [
      ...section('Tables').matchAll(/^\| `(\w+)` \| (?:internal|personal|secret)\b/gm),
    ].map(([, name]) => name);
    expect(rows.sort()).toEqual(models.sort());
  });

  it('says of every secret setting what it protects and how it is changed', () => {
    const settings = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(
      ([, name = '']) => name,
    );
    const secrets = settings.filter((name) =>
      /(_SECRET|_KEY|_TOKEN|_HEADERS|_CONNECTION_STRING|SMTP_URL|DATABASE(_READ)?_URL)$/.test(name),
    );
    expect(secrets.length).toBeGreaterThan(12);
    for (const name of secrets) expect.soft(section('Keys')).toContain(`\`${name}\``);
  });
});
