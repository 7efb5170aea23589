/** One of many items that failed; the rest succeeded. */
export interface Failure {
  subject: string;
  error: string;
}

export function failureOf(subject: string, error: unknown): Failure {
  return { subject, error: messageOf(error) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
