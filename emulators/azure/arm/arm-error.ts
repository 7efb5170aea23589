export interface ArmErrorDetail {
  readonly code: string;
  readonly target: string | null;
  readonly message: string;
}

/** An answer in Azure Resource Manager's error shape. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly ArmErrorDetail[] | null;

  constructor(
    status: number,
    code: string,
    message: string,
    details: readonly ArmErrorDetail[] | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function errorBody(error: {
  code: string;
  message: string;
  details: readonly ArmErrorDetail[] | null;
}): unknown {
  return { error: { code: error.code, message: error.message, details: error.details } };
}

/** One or more fields are wrong. */
export function invalidFields(details: readonly { target: string; message: string }[]): ArmError {
  return new ArmError(
    400,
    'ValidationError',
    'One or more fields contain incorrect values:',
    details.map(({ target, message }) => ({ code: 'ValidationError', target, message })),
  );
}

/** A rule of the service is broken, and no single field is to blame. */
export function validationError(message: string): ArmError {
  return new ArmError(400, 'ValidationError', message);
}

export function resourceNotFound(what: string): ArmError {
  return new ArmError(404, 'ResourceNotFound', `${what} not found.`);
}

/** Nothing that isn't built answers as if it were. */
export function notEmulated(method: string, path: string, name = ''): ArmError {
  const what = name === '' ? '' : ` (${name})`;
  return notDone(`The emulator has no ${method} ${path}${what}.`);
}

export function notDone(message: string): ArmError {
  return new ArmError(501, 'NotImplemented', message);
}
