import { decodeForm } from '../wire/form';
import { rateLimited } from '../wire/stripe-error';

const PER_SECOND = { test: 25, live: 100 };
const METER_EVENTS_PER_SECOND = 1000;
const STREAM_CALLS_PER_SECOND = 10_000;
const METER_EVENTS = '/v1/billing/meter_events';
const V2_METER_EVENTS = '/v2/billing/meter_events';
const STREAM = '/v2/billing/meter_event_stream';

/** How many calls Stripe takes in a second of real time, and at once. */
export class Limits {
  readonly #calls: Record<'api' | 'meter' | 'stream', number[]> = {
    api: [],
    meter: [],
    stream: [],
  };
  readonly #working = new Set<string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Lets a call in, or refuses it with 429. What it answers is to be called when the call is over. */
  enter(limits: 'off' | 'test' | 'live', path: string, body: string): () => void {
    if (limits === 'off') return () => {};
    if (path === STREAM) {
      this.#count('stream', STREAM_CALLS_PER_SECOND);
      return () => {};
    }
    const metered = path === METER_EVENTS || path === V2_METER_EVENTS;
    this.#count(metered ? 'meter' : 'api', metered ? METER_EVENTS_PER_SECOND : PER_SECOND[limits]);
    if (!metered) return () => {};
    const { event_name: name, payload } = path === METER_EVENTS ? decodeForm(body) : fieldsOf(body);
    const stream = JSON.stringify([name, Object.entries(payload ?? {}).filter(isCustomer)]);
    if (this.#working.has(stream)) throw rateLimited();
    this.#working.add(stream);
    return () => this.#working.delete(stream);
  }

  #count(kind: 'api' | 'meter' | 'stream', most: number): void {
    const nowMs = this.#nowMs();
    const calls = this.#calls[kind];
    while (calls[0] !== undefined && nowMs - calls[0] >= 1000) calls.shift();
    if (calls.length >= most) throw rateLimited();
    calls.push(nowMs);
  }
}

/** What isn't JSON is refused later, by the route. */
function fieldsOf(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A meter may name its customer key as it likes; a customer id is recognized by its form. */
function isCustomer([, value]: [string, unknown]): boolean {
  return typeof value === 'string' && value.startsWith('cus_');
}
