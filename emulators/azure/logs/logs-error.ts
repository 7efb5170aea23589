interface InnerError {
  readonly code: string;
  readonly message: string;
  readonly innererror?: InnerError;
}

/** An answer in Log Analytics' error shape, which is not Resource Manager's. */
export class LogsError extends Error {
  readonly status: number;
  readonly code: string;
  readonly inner: InnerError | null;

  constructor(status: number, code: string, message: string, inner: InnerError | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
  }

  body(): unknown {
    const { message, code, inner } = this;
    return { error: { message, code, ...(inner ? { innererror: inner } : {}) } };
  }
}

/** A query that names what there is not. */
export function badQuery(message: string): LogsError {
  const innermost = { code: 'SEM0100', message };
  const inner = {
    code: 'SemanticError',
    message: 'A semantic error occurred.',
    innererror: innermost,
  };
  return new LogsError(400, 'BadArgumentError', 'The request had some invalid properties', inner);
}
