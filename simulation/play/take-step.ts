import { completeCheckout } from '../../lib/use-cases/checkout/complete-checkout';
import type { Deps } from '../../lib/use-cases/deps';
import { repairGatewayUsers } from '../../lib/use-cases/gateway-users/sync-gateway-user';
import { continueClosings } from '../../lib/use-cases/identity/close-account';
import { reconcile } from '../../lib/use-cases/reconcile/reconcile';
import { type CronReport, runBillingCron } from '../../lib/use-cases/schedule/run-billing-cron';
import type { Replica } from '../machine/replicas';
import { describeStep, type Step } from '../schedule/step';
import { buy } from './buy';
import { correctCalls, makeCalls } from './calls';
import { cancelAtOnce, cancelAtPeriodEnd, pauseOrResume, switchPlan } from './change-of-mind';
import { closeAccount, signUpAgain } from './close-and-return';
import { outcomeOf } from './outcome';
import type { Play } from './play';
import { switchCards } from './switch-cards';
import { detachCards, disputeLast } from './take-back';
import { writeOff } from './write-off';

/** Takes one step and writes down what came of it. */
export async function takeStep(play: Play, step: Step): Promise<void> {
  const outcome = await take(play, step);
  play.say(`${describeStep(step)}  ->  ${outcome}`);
}

async function take(play: Play, step: Step): Promise<string> {
  const { world, replicas } = play;
  switch (step.kind) {
    case 'buy':
      return buy(play, step);
    case 'calls':
      return makeCalls(play, step);
    case 'correction':
      return correctCalls(play, step);
    case 'wait':
      return waitUntil(play, later(world.now(), step.minutes));
    case 'wait-for-period-end':
      return waitForPeriodEnd(play, step);
    case 'cron':
      return onEach(play, step.instances, cron(play), cronText);
    case 'reconcile':
      return onEach(play, step.instances, reconcile, (result) =>
        result.kind === 'busy' ? 'busy' : `${result.findings.length} findings`,
      );
    case 'accounts':
      return onEach(play, step.instances, accounts, () => 'done');
    case 'success-page':
      return successPage(play, step.subscription);
    case 'change-plan':
      return switchPlan(play, step);
    case 'cancel-at-period-end':
      return cancelAtPeriodEnd(play, step);
    case 'cancel-now':
      return cancelAtOnce(play, step.subscription);
    case 'pause':
    case 'resume':
      return pauseOrResume(play, step);
    case 'card':
      return switchCards(play, step);
    case 'dispute':
      return disputeLast(play, step.person);
    case 'detach':
      return detachCards(play, step.person);
    case 'write-off':
      return writeOff(play, step);
    case 'close-account':
      return closeAccount(play, step.person);
    case 'sign-up-again':
      return signUpAgain(play, step.person);
    case 'fault':
    case 'webhook-fault':
      await world.emulators.control('faults', step.fault);
      return 'on';
    case 'kill':
      replicas.killAt(step);
      return 'armed';
    case 'webhook-work':
      replicas.workWebhooks(step.isDone);
      return step.isDone ? 'worked at once' : 'left to the next run';
    default:
      return step satisfies never;
  }
}

async function onEach<T>(
  play: Play,
  instances: 1 | 2,
  work: (deps: Deps) => Promise<T>,
  words: (value: T) => string,
): Promise<string> {
  const replicas: Replica[] = instances === 1 ? [0] : [0, 1];
  const all = await Promise.all(replicas.map((replica) => play.replicas.run(replica, work)));
  return all.map((one) => outcomeOf(one, words)).join(' | ');
}

function cronText(report: CronReport): string {
  const { usage, events, closed, ended, late, failures } = report;
  const pushed = usage === 'busy' ? 'busy' : `${usage.days} days, ${usage.pushed} pushed`;
  const failed = failures.map(({ subject, error }) => `${subject}: ${error}`).join('; ');
  return `${events} events, usage ${pushed}, ${closed} closed, ${ended} ended, ${late} late${failed ? `, FAILED ${failed}` : ''}`;
}

async function accounts(deps: Deps): Promise<void> {
  await continueClosings(deps);
  await repairGatewayUsers(deps, 100);
}

async function waitForPeriodEnd(
  play: Play,
  step: { subscription: number; offsetMinutes: number },
): Promise<string> {
  const { world } = play;
  const end = play.nth(step.subscription)?.periodEnd;
  if (!end) return 'nobody';
  const to = later(end, step.offsetMinutes);
  if (to > world.now()) return waitUntil(play, to);
  return waitUntil(play, later(world.now(), 30 * 1_440 + step.offsetMinutes));
}

/** The longest that nothing runs: the gateway keeps its reports for little longer than a month. */
const LONGEST_SILENCE_MS = 33 * 86_400_000;

async function waitUntil(play: Play, to: Date): Promise<string> {
  const { world } = play;
  const latest = new Date(
    Math.max(world.now().getTime(), play.lastCronAt.getTime() + LONGEST_SILENCE_MS),
  );
  const at = to < latest ? to : latest;
  await world.advanceTo(at);
  return at < to
    ? `until ${at.toISOString()}: something must run now and then`
    : `until ${at.toISOString()}`;
}

/** A run of the scheduled job that gets to its end is remembered. */
export function cron(play: Play): (deps: Deps) => Promise<CronReport> {
  return async (deps) => {
    const report = await runBillingCron(deps);
    if (report.failures.length === 0) {
      play.lastCronAt = play.world.now();
      play.quietCrons.push(play.lastCronAt);
    }
    return report;
  };
}

async function successPage(play: Play, index: number): Promise<string> {
  const row = play.nth(index);
  if (!row?.checkoutSessionId) return 'nobody';
  const input = { userId: row.userId, checkoutId: row.checkoutSessionId };
  const outcome = await play.replicas.run(0, (deps) => completeCheckout(deps, input));
  return outcomeOf(outcome, (value) => value.kind);
}

function later(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}
