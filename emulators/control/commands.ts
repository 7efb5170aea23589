import { z } from 'zod';
import { laterBy } from '../core/duration';
import { faultSchema, webhookFaultSchema } from '../core/faults';
import { declineNamed } from '../stripe/billing/payment';
import { resend } from '../stripe/events/queue-deliveries';
import type { Controlled } from './controlled';

/** A request that makes no sense, or names something that isn't there. */
export class ControlError extends Error {
  readonly status: 400 | 404;
  override readonly name = 'ControlError';
  constructor(message: string, status: 400 | 404 = 400) {
    super(message);
    this.status = status;
  }
}

const clockSchema = z.union([
  z.strictObject({ advance: z.union([z.string(), z.number()]) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
]);

export async function moveClock({ world }: Controlled, body: unknown): Promise<void> {
  const wanted = parse(clockSchema, body);
  const nowMs = world.clock.nowMs();
  const to = 'to' in wanted ? Date.parse(wanted.to) : laterBy(nowMs, wanted.advance);
  if (to === undefined)
    throw new ControlError('advance: an ISO 8601 duration such as P1M or PT2H, or seconds.');
  if (to < nowMs)
    throw new ControlError('to: time only goes forward. It is later than that already.');
  await world.advanceTo(to);
}

const trafficSchema = z.strictObject({
  subscription: z.string().min(1),
  calls: z.number().int().min(1),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  status: z.number().int().min(100).max(599).optional(),
  spread: z.enum(['even', 'burst']).optional(),
  api: z.string().min(1).optional(),
  operation: z.string().min(1).optional(),
});

export function makeTraffic(
  { gateway }: Controlled,
  body: unknown,
): { answered: number; refused: number } {
  const request = parse(trafficSchema, body);
  try {
    return gateway.traffic(request);
  } catch (error) {
    throw new ControlError(error instanceof Error ? error.message : String(error));
  }
}

const correctionSchema = z.strictObject({
  subscription: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  calls: z.number().int(),
  operation: z.string().min(1).optional(),
});

/** The gateway's reports change their mind: more answered calls at a time, or (negative) fewer. */
export function correctReports({ gateway }: Controlled, body: unknown): { calls: number } {
  return { calls: gateway.correct(parse(correctionSchema, body)) };
}

const checkpointSchema = z.strictObject({ clock: z.iso.datetime({ offset: true }) });

/** Back to what was when the checkpoint was made, at the time that is asked for. */
export async function returnToCheckpoint({ world }: Controlled, body: unknown): Promise<void> {
  const { clock } = parse(checkpointSchema, body);
  if (!(await world.returnToCheckpoint(Date.parse(clock))))
    throw new ControlError('There is no checkpoint: POST /_control/checkpoint makes one.', 404);
}

const cardsSchema = z.strictObject({
  customer: z.string().min(1),
  decline: z.boolean(),
  code: z.string().optional(),
});

/** The cards that the customer has now; one that comes later is its own card. */
export function switchCards({ stripe, world }: Controlled, body: unknown): { cards: number } {
  const { customer, decline, code } = parse(cardsSchema, body);
  if (!stripe.account.customers.get(customer))
    throw new ControlError(`There is no customer '${customer}'.`, 404);
  const cards = stripe.account.paymentMethods.group(customer);
  for (const card of cards) {
    stripe.account.paymentMethods.put({
      ...card,
      decline: decline ? declineNamed(code ?? 'generic_decline') : null,
    });
  }
  world.touch();
  return { cards: cards.length };
}

const clearSchema = z.union([
  z.strictObject({ remove: z.string() }),
  z.strictObject({ clear: z.literal(true) }),
]);

/** `{ kind: … }` for calls, `{ webhook: … }` for deliveries, `{ remove: id }` or `{ clear: true }`. */
export function switchFault({ world }: Controlled, body: unknown): object {
  if (typeof body === 'object' && body !== null && 'webhook' in body) {
    return world.faults.addWebhook(parse(webhookFaultSchema, body));
  }
  if (typeof body === 'object' && body !== null && 'kind' in body) {
    return world.faults.addCall(parse(faultSchema, body));
  }
  const wanted = parse(clearSchema, body);
  if ('clear' in wanted) world.faults.clear();
  else if (!world.faults.remove(wanted.remove))
    throw new ControlError('There is no such fault.', 404);
  return world.faults.state();
}

export async function sendAgain(
  { stripe, world }: Controlled,
  eventId: string,
  body: unknown,
): Promise<{ deliveries: number }> {
  const { endpoint } = parse(z.strictObject({ endpoint: z.string().optional() }), body ?? {});
  const event = stripe.account.events.get(eventId);
  if (!event) throw new ControlError(`There is no event '${eventId}'.`, 404);
  const deliveries = resend(stripe.account, event, endpoint);
  await world.settle();
  return { deliveries };
}

const settingsSchema = z.strictObject({
  meterLagSeconds: z.number().int().min(0).optional(),
  meterEventChecks: z.enum(['at-once', 'later']).optional(),
  renewalGraceSeconds: z
    .number()
    .int()
    .min(0)
    .max(72 * 3600)
    .optional(),
  upcomingDays: z.number().int().min(0).max(30).optional(),
  retryDays: z.array(z.number().int().min(1)).max(8).optional(),
  afterRetries: z.enum(['unpaid', 'cancel']).optional(),
  latencyMs: z.number().int().min(0).max(60_000).optional(),
  restrictedKeys: z
    .record(z.string().regex(/^rk_test_\w+$/), z.record(z.string(), z.enum(['read', 'write'])))
    .optional(),
  limits: z.enum(['off', 'test', 'live']).optional(),
});

export function changeSettings({ stripe, world }: Controlled, body: unknown): object {
  const given = Object.entries(parse(settingsSchema, body)).filter(
    ([, value]) => value !== undefined,
  );
  stripe.account.settings = { ...stripe.account.settings, ...Object.fromEntries(given) };
  world.touch();
  return stripe.account.settings;
}

/** Azure's: see emulators/azure/switches.ts for their names. */
export function changeGatewaySettings({ gateway, world }: Controlled, body: unknown): object {
  try {
    gateway.changeSettings(body);
  } catch (error) {
    if (error instanceof z.ZodError) throw new ControlError(problemsOf(error));
    throw error;
  }
  world.touch();
  return gateway.settings();
}

export async function runJob({ world }: Controlled, id: string): Promise<object> {
  const run = await world.jobs.run(id);
  if (!run) throw new ControlError(`There is no job '${id}'.`, 404);
  return run;
}

export function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ControlError(problemsOf(parsed.error));
}

function problemsOf({ issues }: z.ZodError): string {
  return issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
