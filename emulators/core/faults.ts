import { z } from 'zod';

/** What goes wrong with a call of a route. "after" = the effect has happened, the answer never comes. */
export const faultSchema = z.strictObject({
  listener: z.enum(['stripe', 'arm', 'gateway', 'portal']).optional(),
  method: z.string().toUpperCase().optional(),
  /** Path with `*` for anything, for example `/v1/billing/meter_events`; none = every path. */
  path: z.string().default('*'),
  kind: z.enum(['status', 'timeout-before', 'timeout-after', 'drop-before', 'drop-after']),
  /** For kind "status": what is answered instead of doing the work. */
  status: z.number().int().min(400).max(599).default(500),
  retryAfterSeconds: z.number().int().min(0).optional(),
  times: z.number().int().min(1).default(1),
});
export type FaultInput = z.input<typeof faultSchema>;
export type CallFault = z.output<typeof faultSchema> & { readonly id: string };

/** What goes wrong with webhook deliveries, counted in events. */
export const webhookFaultSchema = z.strictObject({
  /** duplicate: delivered twice; twin: a second event object for one change; shuffle: sent after its successor. */
  webhook: z.enum(['duplicate', 'twin', 'delay', 'drop', 'shuffle']),
  /** Event type, `*` for anything. */
  type: z.string().default('*'),
  delaySeconds: z.number().int().min(1).default(600),
  times: z.number().int().min(1).default(1),
});
export type WebhookFaultInput = z.input<typeof webhookFaultSchema>;
export type WebhookFault = z.output<typeof webhookFaultSchema> & { readonly id: string };

export interface FaultsState {
  readonly calls: readonly CallFault[];
  readonly webhooks: readonly WebhookFault[];
}

/** The faults that are switched on. Each counts down as it is used and goes when it is used up. */
export class Faults {
  #calls: CallFault[] = [];
  #webhooks: WebhookFault[] = [];
  #made = 0;

  addCall(input: FaultInput): CallFault {
    const fault = { id: this.#nextId(), ...faultSchema.parse(input) };
    this.#calls.push(fault);
    return fault;
  }

  addWebhook(input: WebhookFaultInput): WebhookFault {
    const fault = { id: this.#nextId(), ...webhookFaultSchema.parse(input) };
    this.#webhooks.push(fault);
    return fault;
  }

  /** The fault that this call meets, already counted down. */
  takeCall(call: { listener: string; method: string; path: string }): CallFault | undefined {
    const fault = this.#calls.find(
      (one) =>
        (one.listener === undefined || one.listener === call.listener) &&
        (one.method === undefined || one.method === call.method) &&
        matches(one.path, call.path),
    );
    if (fault) this.#calls = countDown(this.#calls, fault);
    return fault;
  }

  takeWebhook(type: string): WebhookFault | undefined {
    const fault = this.#webhooks.find((one) => matches(one.type, type));
    if (fault) this.#webhooks = countDown(this.#webhooks, fault);
    return fault;
  }

  remove(id: string): boolean {
    const before = this.#calls.length + this.#webhooks.length;
    this.#calls = this.#calls.filter((one) => one.id !== id);
    this.#webhooks = this.#webhooks.filter((one) => one.id !== id);
    return this.#calls.length + this.#webhooks.length < before;
  }

  clear(): void {
    this.#calls = [];
    this.#webhooks = [];
  }

  state(): FaultsState {
    return { calls: this.#calls, webhooks: this.#webhooks };
  }

  #nextId(): string {
    this.#made += 1;
    return `fault_${this.#made}`;
  }
}

function countDown<T extends { id: string; times: number }>(list: readonly T[], used: T): T[] {
  return list.flatMap((one) => {
    if (one.id !== used.id) return [one];
    return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
  });
}

/** `*` stands for any run of characters; all other characters match literally. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
