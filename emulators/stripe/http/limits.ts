import { decodeForm } from './form';
import { rateLimited } from './stripe-error';

const PER_SECOND = { test: 25, live: 100 };
const METER_EVENTS_PER_SECOND = 1000;
const METER_EVENTS = '/v1/billing/meter_events';

/** How many calls Stripe takes in a second of real time, and at once. */
export class Limits {
  readonly #calls: Record<'api' | 'meter', number[]> = { api: [], meter: [] };
  readonly #working = new Set<string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Lets a call in, or refuses it with 429. What it answers is to be called when the call is over. */
  enter(limits: 'off' | 'test' | 'live', path: string, body: string): () => void {
    if (limits === 'off') return () => {};
    const metered = path === METER_EVENTS;
    this.#count(metered ? 'meter' : 'api', metered ? METER_EVENTS_PER_SECOND : PER_SECOND[limits]);
    if (!metered) return () => {};
    const { event_name: name, payload } = decodeForm(body);
    const stream = JSON.stringify([name, Object.entries(payload ?? {}).filter(isCustomer)]);
    if (this.#working.has(stream)) throw rateLimited();
    this.#working.add(stream);
    return () => this.#working.delete(stream);
  }

  #count(kind: 'api' | 'meter', most: number): void {
    const nowMs = this.#nowMs();
    const calls = this.#calls[kind];
    while (calls[0] !== undefined && nowMs - calls[0] >= 1000) calls.shift();
    if (calls.length >= most) throw rateLimited();
    calls.push(nowMs);
  }
}

/** A meter may name its customer key as it likes; the customer's id tells itself. */
function isCustomer([, value]: [string, unknown]): boolean {
  return typeof value === 'string' && value.startsWith('cus_');
}
