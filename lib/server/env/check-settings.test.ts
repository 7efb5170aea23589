import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compiled } from '../../../testing/compiled';

const instrumentation = compiled('instrumentation.ts');

test('a start with half a group ends with the list of what is missing, and with nothing else', {
  timeout: 60_000,
}, () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { register } from '${instrumentation()}'; await register();`,
    ],
    {
      encoding: 'utf8',
      env: { ...process.env, NEXT_RUNTIME: 'nodejs', STRIPE_SECRET_KEY: 'sk_test_1234567890' },
    },
  );
  expect(status).toBe(1);
  expect(stdout).toBe('');
  const [title, ...lines] = stderr.trim().split('\n');
  expect(title).toBe('Tollgate cannot start with these settings:');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line).toMatch(/^ {2}- [A-Z_]+ is missing/);
});
