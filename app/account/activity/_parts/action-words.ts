const WORDS: Readonly<Record<string, string>> = {
  'account.created': 'Account created',
  'account.signed-in': 'Signed in',
  'account.sign-in-refused': 'Sign-in with a wrong password',
  'account.code-refused': 'Sign-in with a wrong code',
  'account.recovery-code-used': 'Recovery code used',
  'account.email-confirmed': 'E-mail confirmed',
  'account.email-change-asked': 'Change of e-mail asked for',
  'account.email-changed': 'E-mail changed',
  'account.name-changed': 'Name changed',
  'account.password-changed': 'Password changed',
  'account.password-reset': 'Password set by a link',
  'account.reset-asked': 'Link for a new password asked for',
  'account.session-ended': 'Another browser signed out',
  'account.other-sessions-ended': 'All other browsers signed out',
  'account.second-factor-on': 'Second factor switched on',
  'account.second-factor-off': 'Second factor switched off',
  'account.provider-linked': 'Sign-in provider linked',
  'account.provider-unlinked': 'Sign-in provider removed',
  'account.exported': 'Data exported',
  'account.closing': 'Closing of the account asked for',
  'subscription.activated': 'Access started',
  'subscription.suspended': 'Access suspended',
  'subscription.cancelled': 'Access ended',
  'subscription.cancel-at-period-end': 'Cancelled at the end of the period',
  'subscription.cancel-undone': 'Cancellation taken back',
  'subscription.cancel-now': 'Ended at once',
  'subscription.ended': 'Subscription ended',
  'subscription.renamed': 'Subscription renamed',
  'subscription.plan-changed': 'Plan changed',
  'keys.shown': 'Keys shown',
  'keys.rotated-primary': 'Primary key replaced',
  'keys.rotated-secondary': 'Secondary key replaced',
};

/** A new kind of entry shows under its own name instead of not at all. */
export function actionWords(action: string): string {
  return WORDS[action] ?? action.replaceAll(/[.-]/g, ' ');
}
