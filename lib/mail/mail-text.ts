import type { MailContent } from '../ports/mail';

interface MailText {
  subject: string;
  before: string[];
  button: { label: string; url: string } | null;
  after: string[];
}

const WHAT_A_PERIOD_COSTS =
  'A billing period in which your keys worked, or work again, is charged in full. One in which they never work is not charged.';
const NOT_YOU = 'If this wasn’t you, ignore this message.';

/** The text of each message: what happened, what to do, and what to do if it was somebody else. */
export function mailText(content: MailContent): MailText {
  switch (content.kind) {
    case 'confirm-email':
      return {
        subject: 'Confirm your email address',
        before: [
          'Someone created a Tollgate account with this address. Please confirm it’s yours.',
        ],
        button: { label: 'Confirm this address', url: content.url },
        after: [`The link works once, for ${content.validHours} hours.`, NOT_YOU],
      };
    case 'account-exists':
      return {
        subject: 'You already have an account',
        before: [
          'Someone, probably you, tried to use this email address for a new Tollgate account. It already has one, so nothing was changed. Sign in instead.',
        ],
        button: { label: 'Sign in', url: content.signInUrl },
        after: [
          `Forgot your password? Choose a new one at ${content.resetUrl}`,
          'If this wasn’t you, ignore this message. Nobody got in or learned that the account exists.',
        ],
      };
    case 'reset-password':
      return {
        subject: 'Choose a new password',
        before: ['Someone, probably you, requested a new password for your Tollgate account.'],
        button: { label: 'Choose a new password', url: content.url },
        after: [`The link works once, for ${content.validMinutes} minutes.`, NOT_YOU],
      };
    case 'confirm-new-email':
      return {
        subject: 'Confirm your new email address',
        before: ['You asked to use this email address for your Tollgate account.'],
        button: { label: 'Use this address', url: content.url },
        after: [`The link works once, for ${content.validHours} hours.`, NOT_YOU],
      };
    case 'email-changing':
      return {
        subject: 'Your email address is about to change',
        before: [
          `You asked to change the email address of your Tollgate account to ${content.newEmail ?? 'another one'}. The change takes effect once that address is confirmed.`,
        ],
        button: null,
        after: [`If this wasn’t you, change your password now: ${content.helpUrl}`],
      };
    case 'email-changed':
      return {
        subject: 'Your email address was changed',
        before: [
          `Your Tollgate account now uses ${content.newEmail ?? 'another email address'}. We no longer send messages to this address.`,
        ],
        button: null,
        after: ['If this wasn’t you, contact the operator right away.'],
      };
    case 'password-changed':
      return {
        subject: 'Your password was changed',
        before: [
          'The password of your Tollgate account was changed, and every other browser was signed out.',
        ],
        button: null,
        after: [`If this wasn’t you, choose a new password now: ${content.resetUrl}`],
      };
    case 'second-factor-on':
    case 'second-factor-off': {
      const on = content.kind === 'second-factor-on';
      return {
        subject: on
          ? 'Two-factor authentication turned on'
          : 'Two-factor authentication turned off',
        before: [
          on
            ? 'Signing in to your Tollgate account now also requires a code from your authenticator app. Keep the recovery codes in a safe place.'
            : 'Signing in to your Tollgate account now requires only your password.',
        ],
        button: null,
        after: [`If this wasn’t you, change your password now: ${content.settingsUrl}`],
      };
    }
    case 'recovery-code-used':
      return {
        subject: 'A recovery code was used',
        before: [
          `A recovery code was used to sign in to your Tollgate account. Remaining codes: ${content.left}.`,
        ],
        button: null,
        after: [`If this wasn’t you, change your password now: ${content.settingsUrl}`],
      };
    case 'provider-linked':
      return {
        subject: `${content.provider} can now sign you in`,
        before: [`Your Tollgate account was linked to your ${content.provider} account.`],
        button: null,
        after: [`If this wasn’t you, remove it and change your password: ${content.settingsUrl}`],
      };
    case 'provider-unlinked':
      return {
        subject: `${content.provider} can no longer sign you in`,
        before: [`${content.provider} was removed from your Tollgate account.`],
        button: null,
        after: [`If this wasn’t you, change your password now: ${content.settingsUrl}`],
      };
    case 'set-password':
      return {
        subject: 'Set a password',
        before: [
          'You asked to set a password for your Tollgate account, in addition to your sign-in provider.',
        ],
        button: { label: 'Set a password', url: content.url },
        after: [`The link works once, for ${content.validMinutes} minutes.`, NOT_YOU],
      };
    case 'keys-renewed':
      return {
        subject: 'Your API keys were replaced',
        before: [
          `API Management lost ${content.subscription === null ? 'one of your subscriptions' : `your subscription "${content.subscription}"`}. It was restored with new keys; the old ones no longer work.`,
          'Update the keys wherever you use them. Your price stays the same.',
        ],
        button: { label: 'Show new keys', url: content.url },
        after: [],
      };
    case 'take-to-checkout':
      return {
        subject: `Subscribe to ${content.product}`,
        before: [
          `You have, or requested, a subscription to ${content.product} that wasn’t purchased. Subscribe here to get a key that keeps working.`,
        ],
        button: { label: `See ${content.product}`, url: content.url },
        after: [
          'The operator may suspend the other one. If you don’t need it, ignore this message.',
        ],
      };
    case 'account-closed':
      return {
        subject: 'Your account is closed',
        before: [
          'Your Tollgate account is closed. Its keys no longer work and your personal data is erased; only what the law requires for invoices is kept.',
          'If you have unbilled usage, a final invoice follows.',
        ],
        button: null,
        after: ['Thanks for using Tollgate.'],
      };
    case 'credit-used-up':
      return {
        subject: 'Your subscription is suspended until your first payment',
        before: [
          `Your ${content.subscription} subscription has reached ${content.ceiling}, the limit before your first payment. Calls are now rejected; your keys stay the same.`,
          'Your keys work again once your first invoice is paid, and this limit no longer applies. The invoice comes at the end of the billing period.',
          WHAT_A_PERIOD_COSTS,
        ],
        button: { label: 'See subscription', url: content.url },
        after: ['If you need more before that, ask the operator to raise the limit.'],
      };
    case 'suspended-dispute':
      return {
        subject: 'Your subscription is suspended because of a disputed payment',
        before: [
          `${content.amount === null ? 'A payment' : `A payment of ${content.amount}`} was disputed with the bank, so your ${content.subscription} subscription is suspended. Calls are rejected from now on; the keys stay the same.`,
          'If the dispute was a mistake, ask your bank to withdraw it. The keys work again when it is withdrawn or the bank decides that the payment stands.',
          WHAT_A_PERIOD_COSTS,
        ],
        button: { label: 'View the subscription', url: content.url },
        after: [],
      };
    case 'suspended-unpaid':
      return {
        subject: 'Your subscription is suspended because a payment is overdue',
        before: [
          `${content.amount === null ? 'A payment' : `A payment of ${content.amount}`} for your ${content.subscription} subscription is overdue, so it is suspended. Calls are rejected from now on; the keys stay the same.`,
          'Pay what is due, and the same keys work again.',
          WHAT_A_PERIOD_COSTS,
        ],
        button: { label: 'Review and pay', url: content.url },
        after: [],
      };
    case 'invoice-unpaid':
      return {
        subject: `Unpaid invoice: ${content.amount}`,
        before: [
          `We couldn’t charge your card for the final invoice of a canceled subscription, ${content.amount}. We tried four times and won’t try again.`,
        ],
        button: { label: 'Pay invoice', url: content.url },
        after: ['You can’t subscribe to anything new until it is paid.'],
      };
    default:
      return content satisfies never;
  }
}
