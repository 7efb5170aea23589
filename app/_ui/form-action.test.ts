import { notFound, redirect } from 'next/navigation';
import { describe, expect, test } from 'vitest';
import { AppError } from '@/lib/kit/app-error';
import { log } from '@/lib/server/wiring/log';
import { formAction, stateAction } from './form-action';

log.level = 'silent';

const form = new FormData();
for (const [name, value] of [
  ['name', 'Ada'],
  ['subscriptionId', 'sub-1'],
  ['current', 'four words make it'],
  ['new-password', 'four words make it'],
  ['code', '123456'],
  ['$ACTION_KEY', 'k'],
] as const) {
  form.set(name, value);
}

describe('an action of a form', () => {
  test('answers with a notice and with what was typed, but no secret, when a vendor is away', async () => {
    const away = formAction(() =>
      Promise.reject(new AppError('upstream-failed', 'Stripe could not open the portal just now.')),
    );
    expect(await away({}, form)).toEqual({
      problem: {
        title: 'That didn’t work',
        text: 'Stripe could not open the portal just now.',
      },
      values: { name: 'Ada', subscriptionId: 'sub-1' },
    });
  });

  test('says what is going on when the database’s client wraps that a newer release has it', async () => {
    const wrapped = Object.assign(new Error('Invalid `prisma.run.create()` invocation'), {
      code: 'being-updated',
    });
    expect(await formAction(() => Promise.reject(wrapped))({}, form)).toMatchObject({
      problem: {
        title: 'This service is being updated',
        text: 'Nothing was changed. Try again in a minute.',
      },
    });
  });

  test('shows a customer no settings and no unexpected errors', async () => {
    for (const error of [
      new AppError('not-configured', 'Check STRIPE_SECRET_KEY.'),
      new AppError('not-provisioned', 'Run npm run catalog.'),
      new TypeError('x is undefined'),
    ]) {
      const { problem } = await formAction(() => Promise.reject(error))({}, form);
      expect(JSON.stringify(problem)).not.toContain(error.message);
      expect(problem?.title).not.toBe('');
    }
  });

  test('still leads elsewhere, and still says that there is nothing', async () => {
    await expect(formAction(async () => redirect('/account'))({}, form)).rejects.toMatchObject({
      message: 'NEXT_REDIRECT',
    });
    await expect(formAction(async () => notFound())({}, form)).rejects.toMatchObject({
      digest: expect.stringContaining('404'),
    });
  });

  test('has an answer of its own kind where its form has one', async () => {
    const keys = stateAction<{ kind: string; message?: string }>(
      () => Promise.reject(new AppError('conflict', 'It is being synced.')),
      ({ text }) => ({ kind: 'problem', message: text }),
    );
    expect(await keys({ kind: 'hidden' }, form)).toEqual({
      kind: 'problem',
      message: 'It is being synced.',
    });
  });
});
