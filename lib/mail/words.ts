import type { MailContent } from '../ports/mail';

interface MailWords {
  subject: string;
  before: string[];
  button: { label: string; url: string } | null;
  after: string[];
}

const WHAT_A_PERIOD_COSTS =
  'A billing period in which the keys worked, or work again, costs what was agreed for it. One in which they never work is not charged.';
const NOT_YOU = 'If this was not you, do nothing: without the link nothing changes.';

/** The words of each message: what happened, what to do, and what to do when it was somebody else. */
export function mailWords(content: MailContent): MailWords {
  switch (content.kind) {
    case 'confirm-email':
      return {
        subject: 'Confirm your email address',
        before: [
          'An account at Tollgate was made with this email address. Confirm that it is yours.',
        ],
        button: { label: 'Confirm this address', url: content.url },
        after: [`The link works once, for ${content.validHours} hours.`, NOT_YOU],
      };
    case 'account-exists':
      return {
        subject: 'You already have an account',
        before: [
          'Somebody, probably you, tried to use this email address for another account at Tollgate. It has one already, so nothing was changed: sign in to that.',
        ],
        button: { label: 'Sign in', url: content.signInUrl },
        after: [
          `Forgot the password? Choose a new one at ${content.resetUrl}`,
          'If this was not you, you need do nothing: whoever it was did not get in and was not told that the account exists.',
        ],
      };
    case 'reset-password':
      return {
        subject: 'Choose a new password',
        before: ['Somebody, probably you, asked for a new password for your account at Tollgate.'],
        button: { label: 'Choose a new password', url: content.url },
        after: [`The link works once, for ${content.validMinutes} minutes.`, NOT_YOU],
      };
    case 'confirm-new-email':
      return {
        subject: 'Confirm your new email address',
        before: ['You asked to use this email address for your account at Tollgate.'],
        button: { label: 'Use this address', url: content.url },
        after: [`The link works once, for ${content.validHours} hours.`, NOT_YOU],
      };
    case 'email-changing':
      return {
        subject: 'Your email address is about to change',
        before: [
          `Your account at Tollgate asks to change its email address to ${content.newEmail ?? 'another one'}. It changes as soon as that address is confirmed.`,
        ],
        button: null,
        after: [`If this was not you, change your password now: ${content.helpUrl}`],
      };
    case 'email-changed':
      return {
        subject: 'Your email address was changed',
        before: [
          `Your account at Tollgate now uses ${content.newEmail ?? 'another email address'}. Messages no longer come to this address.`,
        ],
        button: null,
        after: ['If this was not you, tell the operator of Tollgate at once.'],
      };
    case 'password-changed':
      return {
        subject: 'Your password was changed',
        before: [
          'The password of your account at Tollgate was changed, and every other browser was signed out.',
        ],
        button: null,
        after: [`If this was not you, choose a new password now: ${content.resetUrl}`],
      };
    case 'second-factor-on':
    case 'second-factor-off': {
      const on = content.kind === 'second-factor-on';
      return {
        subject: on ? 'Second factor switched on' : 'Second factor switched off',
        before: [
          on
            ? 'Signing in to your account at Tollgate now also takes a code from your authenticator app. Keep the recovery codes in a safe place.'
            : 'Signing in to your account at Tollgate takes the password alone again.',
        ],
        button: null,
        after: [`If this was not you, change your password now: ${content.settingsUrl}`],
      };
    }
    case 'recovery-code-used':
      return {
        subject: 'A recovery code was used',
        before: [
          `A recovery code was used to sign in to your account at Tollgate. ${content.left} of them are left.`,
        ],
        button: null,
        after: [`If this was not you, change your password now: ${content.settingsUrl}`],
      };
    case 'provider-linked':
      return {
        subject: `${content.provider} can sign you in now`,
        before: [`Your account at Tollgate was linked with your account at ${content.provider}.`],
        button: null,
        after: [`If this was not you, remove it and change your password: ${content.settingsUrl}`],
      };
    case 'provider-unlinked':
      return {
        subject: `${content.provider} can no longer sign you in`,
        before: [`${content.provider} was removed from your account at Tollgate.`],
        button: null,
        after: [`If this was not you, change your password now: ${content.settingsUrl}`],
      };
    case 'set-password':
      return {
        subject: 'Set a password',
        before: [
          'You asked for a password for your account at Tollgate, beside the provider that signs you in.',
        ],
        button: { label: 'Set a password', url: content.url },
        after: [`The link works once, for ${content.validMinutes} minutes.`, NOT_YOU],
      };
    case 'keys-renewed':
      return {
        subject: 'Your API keys are new',
        before: [
          `API Management lost ${content.subscription === null ? 'one of your subscriptions' : `your subscription "${content.subscription}"`}. It is restored, with new keys: the old ones don’t work any more.`,
          'Replace them wherever you use them. What you pay stays the same.',
        ],
        button: { label: 'Show the new keys', url: content.url },
        after: [],
      };
    case 'take-to-checkout':
      return {
        subject: `Subscribe to ${content.product}`,
        before: [
          `You have, or asked for, a subscription of ${content.product} that was not bought. Subscribe here to get a key that keeps working.`,
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
          'Your account at Tollgate is closed. Its keys no longer work and its personal data is erased; only what invoices need by law is kept.',
          'A last invoice for what was used follows, if anything was.',
        ],
        button: null,
        after: ['Thank you for having been here.'],
      };
    case 'credit-used-up':
      return {
        subject: 'Your subscription is suspended until your first payment',
        before: [
          `Your ${content.subscription} subscription has reached ${content.ceiling}, which is the most that can be used before your first payment. Calls are refused from now on; the keys stay the same.`,
          'They work again as soon as your first invoice is paid, and this limit is gone then. The invoice comes at the end of the billing period.',
          WHAT_A_PERIOD_COSTS,
        ],
        button: { label: 'See the subscription', url: content.url },
        after: [
          'If you need more before that, ask the operator of the site: they can raise the limit.',
        ],
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
        subject: `An invoice of ${content.amount} is not paid`,
        before: [
          `The last invoice of a subscription that has ended, ${content.amount}, could not be charged to the card. It was tried four times and is not tried again.`,
        ],
        button: { label: 'Pay the invoice', url: content.url },
        after: ['Until it is paid, nothing new can be bought.'],
      };
    default:
      return content satisfies never;
  }
}
