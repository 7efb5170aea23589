/**
 * A failure that somebody can act on. `code` is stable (logs, tests, JSON answers); `message` is a
 * sentence for the person who reads it and says what to do.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  override readonly name = 'AppError';

  constructor(code: AppErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

const HTTP_STATUS = {
  'bad-request': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'email-taken': 409,
  'not-configured': 503,
  'upstream-failed': 502,
  'not-provisioned': 503,
} as const;

export type AppErrorCode = keyof typeof HTTP_STATUS;

export function httpStatusOf(code: AppErrorCode): number {
  return HTTP_STATUS[code];
}
