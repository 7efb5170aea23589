export type OpenedCheckout =
  /** `sessionId` null: nothing to pay, `url` is the subscription itself. */
  | { kind: 'opened'; sessionId: string | null; url: string }
  | { kind: 'signed-out' }
  /** `payUrl`: where what is owed can be paid. */
  | { kind: 'problem'; message: string; payUrl: string | null };

const UNREACHABLE =
  'The server didn’t respond. Nothing was charged. Check your connection and try again.';

/** Asks our own server for a checkout. Every failure comes back as a sentence that says what to do. */
export async function openCheckout(input: {
  productId: string;
  name: string;
}): Promise<OpenedCheckout> {
  try {
    const response = await fetch('/api/checkout/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (response.status === 401) return { kind: 'signed-out' };
    const answer: unknown = await response.json();
    if (response.ok && hasUrl(answer)) {
      return { kind: 'opened', sessionId: answer.id ?? null, url: answer.url };
    }
    return {
      kind: 'problem',
      message: errorText(answer, 'message') ?? UNREACHABLE,
      payUrl: errorText(answer, 'payUrl'),
    };
  } catch {
    return { kind: 'problem', message: UNREACHABLE, payUrl: null };
  }
}

function hasUrl(answer: unknown): answer is { id?: string | null; url: string } {
  return isRecord(answer) && typeof answer.url === 'string';
}

function errorText(answer: unknown, name: string): string | null {
  if (!isRecord(answer) || !isRecord(answer['error'])) return null;
  const text = answer['error'][name];
  return typeof text === 'string' ? text : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
