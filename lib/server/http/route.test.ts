import { expect, test, vi } from 'vitest';
import { log } from '../wiring/log';
import { jsonRoute } from './route';

test('a write that was refused for a newer release’s database is answered 503 and with the reason', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => {});
  const wrapped = Object.assign(new Error('Invalid `prisma.run.create()` invocation'), {
    code: 'being-updated',
  });
  const route = jsonRoute('cron-usage', () => Promise.reject(wrapped));
  const response = await route(new Request('http://localhost/api/cron/usage'), undefined);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    error: { code: 'being-updated', message: 'Nothing was changed. Try again in a minute.' },
  });
});
