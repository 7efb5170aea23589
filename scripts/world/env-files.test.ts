import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedToEnvFiles } from './env-files';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tollgate-env-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const real = `# real accounts
DATABASE_URL=postgresql://shop:secret@db.example.com/shop
SMTP_URL="smtps://shop:secret@mail.example.com"
STRIPE_API_BASE=https://api.stripe.com
`;

describe('a world of stand-ins, in a folder with the settings of real accounts', () => {
  it('takes none of them', () => {
    writeFileSync(join(dir, '.env'), real);
    writeFileSync(join(dir, '.env.local'), 'OTEL_EXPORTER_OTLP_ENDPOINT=https://otel.example.com');
    const given = { DATABASE_URL: undefined, STRIPE_API_BASE: 'http://127.0.0.1:4242' };
    expect(closedToEnvFiles(given, dir)).toEqual({
      DATABASE_URL: '',
      SMTP_URL: '',
      STRIPE_API_BASE: 'http://127.0.0.1:4242',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
    });
  });

  it('changes nothing where there is no such file', () => {
    expect(closedToEnvFiles({ PATH: '/bin' }, dir)).toEqual({ PATH: '/bin' });
  });
});
