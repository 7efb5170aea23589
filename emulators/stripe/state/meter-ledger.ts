import { formatDecimal, fromWhole, parseDecimal } from '../../core/decimal';

export interface MeterEvent {
  /** Seconds; what the event speaks of. */
  readonly timestamp: number;
  readonly value: string;
  readonly identifier: string;
  /** Seconds; when it came. */
  readonly receivedAt: number;
  readonly cancelled?: true;
}

export interface LedgerState {
  readonly streams: readonly (readonly [string, readonly MeterEvent[]])[];
  readonly identifiers: readonly (readonly [string, number])[];
}

export const DEDUPE_SECONDS = 24 * 3600;

/** Meter events by meter and customer, and the identifiers of the last 24 hours. */
export class MeterLedger {
  #streams = new Map<string, MeterEvent[]>();
  #identifiers = new Map<string, number>();

  /** False when the identifier was seen in the last 24 hours. */
  claim(identifier: string, now: number): boolean {
    for (const [known, at] of this.#identifiers) {
      if (now - at < DEDUPE_SECONDS) break;
      this.#identifiers.delete(known);
    }
    if (this.#identifiers.has(identifier)) return false;
    this.#identifiers.set(identifier, now);
    return true;
  }

  /** Keeps the stream in order of timestamp; among equals, of arrival. */
  add(meter: string, customer: string, event: MeterEvent): void {
    const key = streamKey(meter, customer);
    const stream = this.#streams.get(key) ?? [];
    let at = stream.length;
    while (at > 0 && (stream[at - 1]?.timestamp ?? 0) > event.timestamp) at -= 1;
    stream.splice(at, 0, event);
    this.#streams.set(key, stream);
  }

  /** Cancels the event with this identifier that came in the last 24 hours. */
  cancel(meter: string, identifier: string, now: number): 'cancelled' | 'unknown' | 'too-late' {
    for (const [key, stream] of this.#streams) {
      if (!key.startsWith(`${meter} `)) continue;
      const at = stream.findIndex((event) => event.identifier === identifier);
      const event = stream[at];
      if (!event) continue;
      if (now - event.receivedAt > DEDUPE_SECONDS) return 'too-late';
      stream[at] = { ...event, cancelled: true };
      return 'cancelled';
    }
    return 'unknown';
  }

  /** The aggregate over [start, end) of what had come in by `receivedBy`, as exact text. */
  total(query: {
    meter: string;
    customer: string;
    formula: 'sum' | 'count' | 'last';
    window: 'hour' | 'day' | null;
    start: number;
    end: number;
    receivedBy: number;
  }): string {
    const stream = this.#streams.get(streamKey(query.meter, query.customer)) ?? [];
    const within = stream.filter(
      (event) =>
        !event.cancelled &&
        event.timestamp >= query.start &&
        event.timestamp < query.end &&
        event.receivedAt <= query.receivedBy,
    );
    const counted = query.window === null ? within : newestOfEach(query.window, within);
    if (query.formula === 'count') return formatDecimal(fromWhole(counted.length));
    if (query.formula === 'last') return counted.at(-1)?.value ?? '0';
    return formatDecimal(counted.reduce((sum, event) => sum + parseDecimal(event.value), 0n));
  }

  snapshot(): LedgerState {
    return { streams: [...this.#streams], identifiers: [...this.#identifiers] };
  }

  restore(state: LedgerState | undefined): void {
    this.#streams = new Map(state?.streams.map(([key, events]) => [key, [...events]]));
    this.#identifiers = new Map(state?.identifiers);
  }
}

/** Pre-aggregated meters: the newest event of an hour or day is its value. */
function newestOfEach(window: 'hour' | 'day', events: readonly MeterEvent[]): MeterEvent[] {
  const seconds = window === 'hour' ? 3600 : 86_400;
  const newest = new Map<number, MeterEvent>();
  for (const event of events) newest.set(Math.floor(event.timestamp / seconds), event);
  return [...newest.values()];
}

function streamKey(meter: string, customer: string): string {
  return `${meter} ${customer}`;
}
