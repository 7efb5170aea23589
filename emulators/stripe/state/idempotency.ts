import { invalid, StripeError } from '../wire/stripe-error';

export interface SavedAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

interface Entry {
  readonly fingerprint: string;
  readonly at: number;
  readonly answer: SavedAnswer | null;
}

export type IdempotencyState = readonly (readonly [string, Entry])[];

const KEPT_SECONDS = 24 * 3600;

/** Answers by idempotency key for 24 hours, whatever they were: a 500 is given again too. */
export class IdempotencyKeys {
  #entries = new Map<string, Entry>();

  /** The answer given before, or null when the work is to be done (and then saved or released). */
  begin(key: string, fingerprint: string, now: number): SavedAnswer | null {
    if (key.length > 255) throw invalid('Idempotency keys may be at most 255 characters.');
    this.#forgetOld(now);
    const entry = this.#entries.get(key);
    if (!entry) {
      this.#entries.set(key, { fingerprint, at: now, answer: null });
      return null;
    }
    if (entry.fingerprint !== fingerprint) throw otherParameters(key);
    if (!entry.answer) throw inUse(key);
    return entry.answer;
  }

  save(key: string, answer: SavedAnswer): void {
    const entry = this.#entries.get(key);
    if (entry) this.#entries.set(key, { ...entry, answer });
  }

  /** The work never began (a parameter was refused): the key is free again. */
  release(key: string): void {
    this.#entries.delete(key);
  }

  snapshot(): IdempotencyState {
    return [...this.#entries].filter(([, entry]) => entry.answer !== null);
  }

  restore(state: IdempotencyState | undefined): void {
    this.#entries = new Map(state);
  }

  #forgetOld(now: number): void {
    for (const [key, entry] of this.#entries) {
      if (now - entry.at < KEPT_SECONDS) break;
      this.#entries.delete(key);
    }
  }
}

function otherParameters(key: string): StripeError {
  return new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inUse(key: string): StripeError {
  return new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Stripe idempotency key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
