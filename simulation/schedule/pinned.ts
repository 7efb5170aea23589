import type { Schedule, Step } from './step';

interface Pinned {
  name: string;
  start: string;
  steps: readonly Step[];
}

/** Schedules that failed once, with what was wrong then. They are played before any seed. */
export const PINNED: readonly Pinned[] = [
  {
    name: 'packages that were reported after a change of plan had been invoiced are billed late',
    start: '2027-10-31T00:14:59Z',
    steps: [
      { kind: 'buy', person: 2, product: 'bulk', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 46_000 },
      { kind: 'calls', subscription: 0, calls: 103, minutesAgo: 0 },
      { kind: 'cron', instances: 1 },
      { kind: 'wait', minutes: 20_000 },
      { kind: 'change-plan', subscription: 0, product: 'enterprise', when: 'now' },
    ],
  },
  {
    name: 'calls between a pause and the end of access, and after it is over, are billed once',
    start: '2027-03-30T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'payg', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 4_000 },
      { kind: 'calls', subscription: 0, calls: 1_000, minutesAgo: 0 },
      { kind: 'cron', instances: 1 },
      {
        kind: 'webhook-fault',
        fault: { webhook: 'delay', type: '*', delaySeconds: 3_600, times: 9 },
      },
      { kind: 'wait', minutes: 60 },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 20 },
      { kind: 'calls', subscription: 0, calls: 100, minutesAgo: 0 },
      { kind: 'wait', minutes: 5_000 },
      { kind: 'cron', instances: 1 },
      { kind: 'resume', subscription: 0 },
      { kind: 'wait', minutes: 90 },
      { kind: 'cron', instances: 1 },
      { kind: 'calls', subscription: 0, calls: 10, minutesAgo: 0 },
    ],
  },
  {
    name: 'calls between a pause that never ends and the end of access are billed',
    start: '2027-03-30T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'payg', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 4_000 },
      { kind: 'cron', instances: 1 },
      {
        kind: 'webhook-fault',
        fault: { webhook: 'delay', type: '*', delaySeconds: 3_600, times: 9 },
      },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 20 },
      { kind: 'calls', subscription: 0, calls: 1_000, minutesAgo: 0 },
    ],
  },
  {
    name: 'calls in a pause are priced as if the paused period went on',
    start: '2027-03-30T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'standard', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 4_000 },
      { kind: 'calls', subscription: 0, calls: 99_950, minutesAgo: 0 },
      { kind: 'wait', minutes: 60 },
      { kind: 'cron', instances: 1 },
      {
        kind: 'webhook-fault',
        fault: { webhook: 'delay', type: '*', delaySeconds: 3_600, times: 9 },
      },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 20 },
      { kind: 'calls', subscription: 0, calls: 1_000, minutesAgo: 0 },
      { kind: 'wait', minutes: 5_000 },
      { kind: 'cron', instances: 1 },
      { kind: 'resume', subscription: 0 },
    ],
  },
  {
    name: 'calls in a pause that began shortly before the period would have ended are billed',
    start: '2027-03-30T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'payg', browsers: 1, card: 'good' },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: -10 },
      { kind: 'cron', instances: 1 },
      {
        kind: 'webhook-fault',
        fault: { webhook: 'delay', type: '*', delaySeconds: 3_600, times: 9 },
      },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 30 },
      { kind: 'calls', subscription: 0, calls: 1_000, minutesAgo: 0 },
    ],
  },
  {
    name: 'ending a paused subscription at once charges its flat amount no second time',
    start: '2027-03-30T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'standard', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 4_000 },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 100 },
      { kind: 'cancel-now', subscription: 0 },
    ],
  },
  {
    name: 'a period that began, and ended with a pause, while nobody looked is billed',
    start: '2028-01-30T17:53:59Z',
    steps: [
      { kind: 'buy', person: 2, product: 'standard', browsers: 1, card: 'good' },
      { kind: 'webhook-work', isDone: false },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: 60 },
      { kind: 'calls', subscription: 0, calls: 500, minutesAgo: 0 },
      { kind: 'wait', minutes: 70 },
      { kind: 'pause', subscription: 0 },
    ],
  },
  {
    name: 'a plan is not changed in a pause of which no event has arrived',
    start: '2027-05-25T03:52:14Z',
    steps: [
      { kind: 'buy', person: 1, product: 'developer', browsers: 1, card: 'good' },
      { kind: 'webhook-work', isDone: false },
      { kind: 'wait', minutes: 64 },
      { kind: 'pause', subscription: 0 },
      { kind: 'change-plan', subscription: 0, product: 'enterprise', when: 'now' },
    ],
  },
  {
    name: 'a report that was never confirmed when its invoice was finalized is given up',
    start: '2027-01-31T18:12:26Z',
    steps: [
      { kind: 'buy', person: 0, product: 'developer', browsers: 1, card: 'good' },
      {
        kind: 'fault',
        fault: {
          listener: 'stripe',
          path: '/v1/billing/meter_events',
          kind: 'timeout-after',
          times: 3,
        },
      },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: 6_000 },
      { kind: 'cron', instances: 1 },
    ],
  },
  {
    name: 'calls between the end of a subscription and the end of access are billed',
    start: '2027-01-31T00:15:00Z',
    steps: [
      { kind: 'buy', person: 2, product: 'pro', browsers: 1, card: 'good' },
      { kind: 'cancel-at-period-end', subscription: 0, cancel: true },
      { kind: 'webhook-work', isDone: false },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: 4_400 },
      { kind: 'calls', subscription: 0, calls: 101, minutesAgo: 0 },
    ],
  },
  {
    name: 'a period that began after its owner was locked out is not billed',
    start: '2027-01-29T11:31:30Z',
    steps: [
      { kind: 'buy', person: 1, product: 'enterprise', browsers: 1, card: 'good' },
      { kind: 'cancel-now', subscription: 0 },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: 60 },
      { kind: 'cron', instances: 1 },
    ],
  },
  {
    name: 'a renewal without lines is not treated as the invoice of a change of plan',
    start: '2028-01-29T17:07:54Z',
    steps: [
      { kind: 'buy', person: 2, product: 'bulk', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 7 },
      { kind: 'calls', subscription: 0, calls: 7, minutesAgo: 7 },
      { kind: 'change-plan', subscription: 0, product: 'basic', when: 'now' },
      { kind: 'wait-for-period-end', subscription: 0, offsetMinutes: -1 },
      { kind: 'change-plan', subscription: 0, product: 'payg', when: 'period-end' },
    ],
  },
  {
    name: 'a pause that was over before anybody looked changes no amount',
    start: '2027-03-10T12:07:30Z',
    steps: [
      { kind: 'buy', person: 0, product: 'standard', browsers: 1, card: 'good' },
      { kind: 'webhook-work', isDone: false },
      { kind: 'wait', minutes: 4_000 },
      { kind: 'calls', subscription: 0, calls: 99_990, minutesAgo: 0 },
      { kind: 'wait', minutes: 60 },
      { kind: 'pause', subscription: 0 },
      { kind: 'wait', minutes: 20 },
      { kind: 'calls', subscription: 0, calls: 100, minutesAgo: 0 },
      { kind: 'wait', minutes: 1_000 },
      { kind: 'resume', subscription: 0 },
      { kind: 'wait', minutes: 60 },
      { kind: 'calls', subscription: 0, calls: 10, minutesAgo: 0 },
      { kind: 'wait', minutes: 50_000 },
      { kind: 'calls', subscription: 0, calls: 3, minutesAgo: 0 },
    ],
  },
  {
    name: 'a plan that was changed in the second of the end is not the last one',
    start: '2027-02-28T12:49:50Z',
    steps: [
      { kind: 'buy', person: 1, product: 'bulk', browsers: 1, card: 'good' },
      { kind: 'wait', minutes: 34 },
      { kind: 'change-plan', subscription: 0, product: 'basic', when: 'now' },
      { kind: 'calls', subscription: 0, calls: 64, minutesAgo: 0 },
      { kind: 'cancel-now', subscription: 0 },
    ],
  },
];

export function pinned(name: string): Schedule {
  const found = PINNED.find((one) => one.name === name);
  if (!found) throw new Error(`No schedule is called ${name}.`);
  return { seed: 0, start: new Date(found.start), steps: found.steps };
}
