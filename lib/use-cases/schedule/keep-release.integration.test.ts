import { test } from 'vitest';
import { keepRelease } from '../../../testing/former-release/keep';

const folder = process.env.KEEP_RELEASE_IN;

// Not a check: it makes the files of testing/former-release, which says when.
test.runIf(folder)('this release is kept as it is when it is replaced', { timeout: 600_000 }, () =>
  keepRelease(folder ?? ''),
);
