import { describe, expect, it } from 'vitest';
import { createMemory } from './remember';

describe('a short memory', () => {
  it('looks up once while it is fresh and again when it is old', async () => {
    let nowMs = 0;
    let lookUps = 0;
    const remember = createMemory<number>(1000, () => nowMs);
    const lookUp = async () => ++lookUps;
    expect(await remember('a', lookUp)).toBe(1);
    nowMs = 999;
    expect(await remember('a', lookUp)).toBe(1);
    nowMs = 1000;
    expect(await remember('a', lookUp)).toBe(2);
  });

  it('shares one request among look-ups that overlap', async () => {
    let lookUps = 0;
    const remember = createMemory<number>(1000, () => 0);
    const lookUp = async () => ++lookUps;
    await expect(Promise.all([remember('a', lookUp), remember('a', lookUp)])).resolves.toEqual([
      1, 1,
    ]);
  });

  it('does not keep a failure', async () => {
    const remember = createMemory<string>(1000, () => 0);
    await expect(remember('a', () => Promise.reject(new Error('not yet')))).rejects.toThrow(
      'not yet',
    );
    await expect(remember('a', async () => 'there')).resolves.toBe('there');
  });
});
