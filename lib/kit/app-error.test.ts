import { expect, it, vi } from 'vitest';
import { AppError } from './app-error';

it('is known for what it is when it comes from another copy of this file, as in a build', async () => {
  vi.resetModules();
  const other = await import('./app-error');
  expect(other.AppError).not.toBe(AppError);
  const thrown: unknown = new other.AppError('conflict', 'Somebody else was first.');
  expect(thrown instanceof AppError).toBe(true);
  expect(new Error('conflict') instanceof AppError).toBe(false);
  const nothing: unknown = null;
  expect(nothing instanceof AppError).toBe(false);
});
