import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { ArmError } from './arm-error';
import { throttle } from './throttle';

let nowMs: number;
let isOn: boolean;
let app: Hono;
beforeEach(() => {
  nowMs = 0;
  isOn = true;
  app = new Hono();
  app.onError((error, c) => c.text(error.message, error instanceof ArmError ? 429 : 500));
  app.use(throttle({ isEnforced: () => isOn, nowMs: () => nowMs }));
  app.all('/', (c) => c.text('ok'));
});

const call = (method = 'GET', principal = 'a') =>
  app.request('/', { method, headers: { authorization: principal } });

async function calls(count: number, method = 'GET', principal = 'a'): Promise<Response[]> {
  const all: Response[] = [];
  for (let made = 0; made < count; made += 1) all.push(await call(method, principal));
  return all;
}

const refused = (answers: Response[]) => answers.filter(({ status }) => status === 429);

describe('token buckets', () => {
  it('let 250 reads through and 25 more a second, with the time to wait', async () => {
    expect(refused(await calls(250))).toEqual([]);
    const [answer] = refused(await calls(1));
    expect(answer?.headers.get('retry-after')).toBe('1');
    nowMs += 2000;
    expect(refused(await calls(51))).toHaveLength(1);
  });

  it('let 200 writes and 200 deletes through, each by itself', async () => {
    expect(refused(await calls(201, 'PUT'))).toHaveLength(1);
    expect(refused(await calls(201, 'DELETE'))).toHaveLength(1);
    expect((await call('GET')).status).toBe(200);
  });

  it('are every principal’s own, and all together have fifteen times as many', async () => {
    for (let one = 0; one < 15; one += 1) await calls(250, 'GET', `p${one}`);
    expect((await call('GET', 'another')).status).toBe(429);
  });

  it('are returned with every answer', async () => {
    const [, second] = await calls(2);
    expect(second?.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('248');
    expect(second?.headers.get('x-ms-ratelimit-remaining-subscription-global-reads')).toBe('3748');
  });

  it('refuse nothing while they are off', async () => {
    isOn = false;
    expect(refused(await calls(300))).toEqual([]);
  });
});
