import type { Route } from 'next';
import type { AttentionItem, SignalName } from '@/lib/domain/attention/attention';
import { formatCount } from '@/lib/domain/usage/call-count';
import { formatTime } from '../../_ui/format-time';

export interface AttentionText {
  title: string;
  /** Where to look; null where no page of ours shows more. */
  href: Route | `#${string}` | null;
  /** One sentence: what it means and what to do, for somebody who was just woken. */
  help: (item: AttentionItem) => string;
}

/** What each signal is called. One that is missing here does not compile. */
export const ATTENTION_TEXT: Record<SignalName, AttentionText> = {
  'usage-age': {
    title: 'Age of usage',
    href: '/operator/runs?kind=usage',
    help: ({ since, level }) =>
      since === null
        ? 'No subscription needs usage yet.'
        : level === 'fine'
          ? `Complete up to ${formatTime(since)}.`
          : `Usage is behind: complete only up to ${formatTime(since)}. Check the last usage run.`,
  },
  'runs-stopped': {
    title: 'Scheduled runs',
    href: '/operator/runs',
    help: ({ since, level }) =>
      since === null
        ? 'Nothing is scheduled before the first subscription.'
        : level === 'fine'
          ? `The last billing run began ${formatTime(since)}.`
          : `No billing run has begun since ${formatTime(since)}. Check the scheduler.`,
  },
  'events-given-up': {
    title: 'Failed events',
    href: '/operator/events?show=given-up',
    help: () => 'Failed for three days and ten attempts. Replay them once the cause is fixed.',
  },
  problems: {
    title: 'Subscriptions with a problem',
    href: '/operator/subscriptions?show=problem',
    help: () => 'Open one to see what is wrong.',
  },
  disputes: {
    title: 'Disputes to answer',
    href: '/operator/payments?show=disputes',
    help: () => 'Their subscriptions are suspended. Answer in Stripe before its deadline.',
  },
  'lost-subscriptions': {
    title: 'Lost in API Management',
    href: '/operator/gateway',
    help: () => 'API Management no longer has them: their keys fail and their owners still pay.',
  },
  'foreign-subscriptions': {
    title: 'Subscriptions nobody bought',
    href: '/operator/gateway#not-sold',
    help: () => 'They use a sold product, or ask to, and nobody pays for them.',
  },
  'blocked-users': {
    title: 'Blocked users who pay',
    href: '/operator/gateway#blocked',
    help: () => 'Blocked in API Management: their keys are rejected while they are billed.',
  },
  unbillable: {
    title: 'Subscriptions that can’t be billed',
    href: '/operator/subscriptions?show=unbillable',
    help: () => 'Their customer was deleted in Stripe. Open one to see the amount that is lost.',
  },
  'payment-signals': {
    title: 'Payments to review',
    href: '/operator/payments',
    help: () => 'Refunds, fraud warnings, closed disputes, invoices written off or never paid.',
  },
  'swapped-periods': {
    title: 'Prices changed during a period',
    href: '/operator/subscriptions?show=swapped',
    help: () => 'Choose the price of late calls: nothing is charged late until then.',
  },
  'deferred-invoices': {
    title: 'Deferred invoices',
    href: '/operator/holds',
    help: ({ since, level }) =>
      since === null
        ? 'No invoice is waiting for its last usage.'
        : level === 'bad'
          ? `Overdue: the oldest has waited since ${formatTime(since)}. Check the last billing run.`
          : `The oldest has waited for its last usage since ${formatTime(since)}.`,
  },
  'left-drafts': {
    title: 'Drafts left to you',
    href: '/operator/holds#left-to-you',
    help: () => 'Someone stopped them in Stripe: nobody is charged until you finalize them there.',
  },
  'lost-amounts': {
    title: 'Amounts lost in 30 days',
    href: '/operator/late-usage',
    help: () => 'Their customer was deleted in Stripe, so they can’t be billed any more.',
  },
  differences: {
    title: 'Differences',
    href: '/operator/runs?kind=reconcile',
    help: () => 'Found by the last comparison with Stripe and API Management, and not repaired.',
  },
  'run-failures': {
    title: 'Failures in the last runs',
    href: '/operator/runs',
    help: () => 'Each is retried by the next run; open the run to see why it failed.',
  },
  'unfinished-runs': {
    title: 'Unfinished runs',
    href: '/operator/runs',
    help: () => 'Began more than two hours ago and did not finish. The next run resumes them.',
  },
  suspended: {
    title: 'Suspended subscriptions',
    href: '/operator/subscriptions?show=suspended',
    help: () => 'Their calls are rejected: unpaid, disputed, or at their ceiling.',
  },
  'past-due': {
    title: 'Past due subscriptions',
    href: '/operator/subscriptions?show=past-due',
    help: () => 'A payment failed and the keys still work.',
  },
  'events-failed': {
    title: 'Events being retried',
    href: '/operator/events?show=failed',
    help: () => 'Their last attempt failed. They are retried for three days.',
  },
  'events-waiting': {
    title: 'Events waiting',
    href: '/operator/events?show=waiting',
    help: ({ since }) => (since === null ? 'None.' : `The oldest arrived ${formatTime(since)}.`),
  },
  'meter-errors': {
    title: 'Meter errors in 30 days',
    href: '/operator/runs?kind=meter-errors',
    help: () => "Usage that Stripe accepted but couldn't process; it is resent.",
  },
  'interrupted-syncs': {
    title: 'Interrupted syncs',
    href: '/operator/subscriptions?show=waiting',
    help: () => 'Retried on the next run.',
  },
  'mail-failed': {
    title: 'Mail not delivered',
    href: '#mail',
    help: () => 'No longer retried. Check the mail server and the addresses below.',
  },
  'mail-waiting': {
    title: 'Mail queue',
    href: null,
    help: ({ level }) =>
      level === 'fine'
        ? 'No message has waited for more than an hour.'
        : 'A message has waited for more than an hour. Check the mail server.',
  },
  catalog: {
    title: 'Catalog differences',
    href: '/operator/catalogue',
    help: ({ level, count }) =>
      level === 'unknown'
        ? 'Stripe and API Management haven’t responded yet. Reload in a moment.'
        : level === 'fine'
          ? 'No differences.'
          : `${count === 1 ? 'Open it' : 'Open them'} to see what differs, or which of them didn’t respond.`,
  },
  'unread-prices': {
    title: 'Prices not read yet',
    href: '/operator/subscriptions?show=unread-price',
    help: () => 'Each billing run reads them from Stripe. Until then nothing is charged late.',
  },
  clock: {
    title: 'Clock difference in seconds',
    href: null,
    help: ({ level }) =>
      level === 'fine'
        ? 'This machine, the database and Stripe agree within 30 seconds.'
        : 'The clocks of this machine, the database and Stripe disagree. Check time synchronization.',
  },
  'refused-links': {
    title: 'Rejected portal links in 24 hours',
    href: '#refused-links',
    help: ({ level }) =>
      level === 'fine'
        ? 'Links from the developer portal that were rejected.'
        : 'Many links are rejected: the delegation key may differ from API Management’s.',
  },
  'late-usage': {
    title: 'Late usage pending',
    href: '/operator/late-usage',
    help: () => 'Recorded, not yet sent to Stripe.',
  },
  cancelling: {
    title: 'Canceling immediately',
    href: '/operator/subscriptions?show=live',
    help: () => 'The gateway is closed; the last usage is being billed.',
  },
};

/** The page's first sentence. It never says more than what was looked at. */
export function headlineText(attention: {
  headline: 'clear' | 'unknown' | 'open';
  open: number;
}): string {
  switch (attention.headline) {
    case 'open':
      return attention.open === 1
        ? 'One thing needs attention'
        : `${formatCount(attention.open)} things need attention`;
    case 'unknown':
      return 'Nothing found so far, but not everything could be checked';
    case 'clear':
      return 'Nothing needs attention';
    default:
      return attention.headline satisfies never;
  }
}
