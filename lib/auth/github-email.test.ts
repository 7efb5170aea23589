import { afterEach, expect, test } from 'vitest';
import { type HttpRecorder, type ScriptedAnswer, startRecorder } from '../../testing/http-recorder';
import { provenGitHubEmail } from './github-email';

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function emailFrom(answer: ScriptedAnswer): Promise<string | null> {
  recorder = await startRecorder(() => answer);
  return provenGitHubEmail(recorder.url, 'token-1');
}

const entry = (email: string, primary: boolean, verified: boolean) => ({
  email,
  primary,
  verified,
});

test('the primary address counts when it is proven, and no other', async () => {
  const other = entry('other@example.com', false, true);
  const json = [other, entry('ada@example.com', true, true)];
  expect(await emailFrom({ json })).toBe('ada@example.com');
  expect(recorder.requests[0]?.headers['authorization']).toBe('Bearer token-1');
  await recorder.close();
  expect(await emailFrom({ json: [other, entry('ada@example.com', true, false)] })).toBeNull();
});

test('an answer that is none proves nothing', async () => {
  expect(await emailFrom({ status: 403 })).toBeNull();
});

test('the token goes nowhere else: a redirect is not followed', async () => {
  const headers = { location: '/elsewhere' };
  await expect(emailFrom({ status: 302, headers })).rejects.toThrow();
  expect(recorder.requests).toHaveLength(1);
});
