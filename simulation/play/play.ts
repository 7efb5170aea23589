import type { SubscriptionWithCustomer } from '../../lib/db/subscriptions';
import { Replicas } from '../machine/replicas';
import type { SimulatedWorld } from '../machine/simulated-world';
import type { Schedule } from '../schedule/step';
import { Plans } from './plans';

/** Calls that the gateway answered: what must be billed. */
export interface AnsweredCalls {
  subscriptionId: string;
  at: Date;
  calls: number;
  /** What the gateway's reports could tell of them, and from when on: the calls themselves, then corrections. */
  reports: { seenAt: Date; calls: number }[];
}

export interface Pause {
  subscriptionId: string;
  at: Date;
  kind: 'pause' | 'resume';
}

/** Somebody closed an account, and may have come back with the same address. */
export interface Closing {
  userId: string;
  email: string;
  returnedAs: string | null;
}

/** One schedule being played, with what the oracle writes down. */
export class Play {
  readonly world: SimulatedWorld;
  readonly schedule: Schedule;
  readonly replicas: Replicas;
  readonly people: string[];
  readonly answered: AnsweredCalls[] = [];
  readonly plans: Plans;
  readonly pauses: Pause[] = [];
  readonly closings: Closing[] = [];
  /** The keys that a subscription had when it was first active. */
  readonly keys = new Map<string, string>();
  readonly trace: string[] = [];
  readonly problems: string[] = [];
  /** Paid subscriptions in the order in which they were bought. */
  subscriptions: SubscriptionWithCustomer[] = [];
  /** When the scheduled job last ran without a failure. */
  lastCronAt: Date;
  /** All such times. */
  readonly quietCrons: Date[] = [];

  constructor(
    world: SimulatedWorld,
    schedule: Schedule,
    people: string[],
    plans: Plans = new Plans(world),
  ) {
    this.world = world;
    this.schedule = schedule;
    this.people = people;
    this.plans = plans;
    this.lastCronAt = schedule.start;
    let made = 0;
    this.replicas = new Replicas(world, () => {
      made += 1;
      return `${schedule.seed}-${made}`;
    });
  }

  say(line: string): void {
    this.trace.push(`${this.world.now().toISOString()}  ${line}`);
  }

  /** The n-th subscription that there is, counted round and round. */
  nth(index: number): SubscriptionWithCustomer | null {
    const { length } = this.subscriptions;
    return length === 0 ? null : (this.subscriptions[index % length] ?? null);
  }

  person(index: number): string {
    const person = this.people[index % this.people.length];
    if (!person) throw new Error('There is nobody.');
    return person;
  }

  /** Looks at what the application has made of it so far. */
  async look(): Promise<void> {
    this.subscriptions = await this.world.database.outside.subscription.findMany({
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: { customer: true, planVersion: true },
    });
  }
}
