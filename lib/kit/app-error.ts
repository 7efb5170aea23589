const MARK = Symbol.for('tollgate.app-error');

/**
 * A failure that somebody can act on. `code` is stable (logs, tests, JSON answers); `message` is a
 * sentence for the person who reads it and says what to do.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly [MARK] = true;
  override readonly name = 'AppError';

  constructor(code: AppErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /**
   * By a mark and not by the class: a build puts this file into several bundles, and an error of an adapter in one is
   * caught by a route in another.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && MARK in value;
  }
}

const BEING_UPDATED = 'being-updated';

/** Thrown below the database's client, which wraps it into an error of its own and keeps the code. */
export const beingUpdated = () =>
  new AppError(BEING_UPDATED, 'Nothing was changed. Try again in a minute.');

/** The failure that somebody can act on, if that is what an error is about. */
export function appErrorOf(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === BEING_UPDATED ? beingUpdated() : null;
}

const HTTP_STATUS = {
  'bad-request': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'email-taken': 409,
  busy: 503,
  /** A newer release has changed the database: this instance writes nothing any more. */
  'being-updated': 503,
  /** The customer is kept to another currency at the payment provider. */
  'other-currency': 409,
  'not-configured': 503,
  /** Passing: the same may work in a minute. */
  'upstream-failed': 502,
  /** Final: the same would be refused again, so the sentence says what to change. */
  'upstream-refused': 422,
  'not-provisioned': 503,
} as const;

export type AppErrorCode = keyof typeof HTTP_STATUS;

export function httpStatusOf(code: AppErrorCode): number {
  return HTTP_STATUS[code];
}
