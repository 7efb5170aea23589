import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../kit/app-error';
import { createHashQueue } from './hash-queue';

const sizes = { outsider: { atOnce: 2, waiting: 3 }, known: { atOnce: 1, waiting: 10 } };

function queued() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { work: () => gate, release };
}

describe('hashing', () => {
  it('runs two at a time, lets three wait, and rejects the sixth immediately', async () => {
    const queue = createHashQueue(sizes);
    const { work, release } = queued();
    const five = Array.from({ length: 5 }, () => queue('outsider', work));
    const refused = await queue('outsider', work).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'busy' });
    release();
    await Promise.all(five);
    await expect(queue('outsider', async () => 'free')).resolves.toBe('free');
  });

  it('of a known person continues while strangers fill every place', async () => {
    const queue = createHashQueue(sizes);
    const { work, release } = queued();
    const unknownCallers = Array.from({ length: 50 }, () =>
      queue('outsider', work).catch(() => 'busy'),
    );
    await expect(queue('known', async () => 'done')).resolves.toBe('done');
    release();
    await Promise.all(unknownCallers);
  });

  it('a failure frees its place', async () => {
    const queue = createHashQueue(sizes);
    const broken = () => queue('outsider', () => Promise.reject(new Error('broken')));
    for (let n = 0; n < 10; n += 1) await expect(broken()).rejects.toThrow('broken');
    await expect(queue('outsider', async () => 'free')).resolves.toBe('free');
  });

  it('never has more at work than it has places, and everybody is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 40 }), async (turns) => {
        const queue = createHashQueue(sizes);
        let running = 0;
        let most = 0;
        const answers = await Promise.all(
          turns.map((length) =>
            queue('outsider', async () => {
              running += 1;
              most = Math.max(most, running);
              for (let n = 0; n < length; n += 1) await Promise.resolve();
              running -= 1;
              return 'done';
            }).catch((error: AppError) => error.code),
          ),
        );
        expect(most).toBeLessThanOrEqual(2);
        expect(answers.filter((one) => one === 'done').length).toBe(Math.min(turns.length, 5));
      }),
    );
  });
});
