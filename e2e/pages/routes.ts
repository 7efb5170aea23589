/** Whose a page is. `demo`: everybody's on this machine. */
export type Audience = 'everybody' | 'signed-in' | 'owner' | 'operator' | 'demo';

/** What the owner whose pages are tried has. */
export interface Belongings {
  subscriptionId: string;
}

export interface PageRoute {
  /** Below app/, without the groups in parentheses. */
  route: string;
  audience: Audience;
  /** Where to open it. */
  address: (of: Belongings) => string;
}

const at = (route: string, audience: Audience, address: PageRoute['address'] = () => route) => ({
  route,
  audience,
  address,
});

/** Every page of the application. One that is missing here fails every-route-is-tried. */
export const pageRoutes: PageRoute[] = [
  at('/', 'everybody'),
  at('/pricing', 'everybody'),
  at('/sign-in', 'everybody'),
  at('/sign-in/code', 'everybody'),
  at('/sign-up', 'everybody'),
  at('/check-mail', 'everybody'),
  at('/confirm-email', 'everybody'),
  at('/forgot-password', 'everybody'),
  at('/reset-password', 'everybody'),
  at('/goodbye', 'everybody'),
  at('/too-many', 'everybody', () => '/too-many?seconds=600&next=%2Faccount'),
  at('/sign-out', 'everybody'),
  at('/checkout/cancel', 'everybody'),
  at('/apim-delegation', 'everybody'),
  at('/apim-delegation/not-from-here', 'everybody'),
  at('/apim-delegation/refused', 'everybody'),
  at('/mailbox', 'demo'),
  at('/mailbox/[id]', 'demo', () => '/mailbox/none'),

  at('/account', 'signed-in'),
  at('/account/activity', 'signed-in'),
  at('/account/settings', 'signed-in'),
  at('/account/settings/sessions', 'signed-in'),
  at('/account/settings/second-factor', 'signed-in'),
  at('/account/settings/close', 'signed-in'),
  at('/checkout/[productId]', 'signed-in', () => '/checkout/standard'),
  at('/checkout/success', 'signed-in', () => '/checkout/success?session_id=cs_test_somebodys'),
  at('/apim-delegation/portal', 'signed-in', () => '/apim-delegation/portal?returnUrl=%2F'),
  at('/apim-delegation/other-account', 'signed-in'),
  at('/apim-delegation/confirm-first', 'signed-in'),

  at('/account/subscriptions/[id]', 'owner', (of) => `/account/subscriptions/${of.subscriptionId}`),
  at(
    '/apim-delegation/unsubscribe',
    'owner',
    (of) => `/apim-delegation/unsubscribe?subscription=${of.subscriptionId}`,
  ),

  at(
    '/account/subscriptions/[id]/end',
    'owner',
    (of) => `/account/subscriptions/${of.subscriptionId}/end`,
  ),
  at(
    '/account/subscriptions/[id]/plan',
    'owner',
    (of) => `/account/subscriptions/${of.subscriptionId}/plan`,
  ),

  at('/operator', 'operator'),
  at('/operator/catalogue', 'operator'),
  at('/operator/events', 'operator'),
  at('/operator/gateway', 'operator'),
  at('/operator/holds', 'operator'),
  at('/operator/late-usage', 'operator'),
  at('/operator/payments', 'operator'),
  at('/operator/runs', 'operator'),
  at('/operator/runs/[id]', 'operator', () => '/operator/runs/none'),
  at('/operator/subscriptions', 'operator'),
  at(
    '/operator/subscriptions/[id]',
    'operator',
    (of) => `/operator/subscriptions/${of.subscriptionId}`,
  ),
];

export interface ActionRoute {
  /** The exported function of a 'use server' file. */
  action: string;
  /** The page and the button whose form calls it; null where nobody needs to be signed in for it. */
  form: { address: (of: Belongings) => string; button: string | RegExp } | null;
  /** Whose page has the form, when it is not the owner's. */
  of?: 'operator';
}

const on = (action: string, address: string | ActionAddress, button: string | RegExp) => ({
  action,
  form: { address: typeof address === 'string' ? () => address : address, button },
});
type ActionAddress = (of: Belongings) => string;
const open = (action: string) => ({ action, form: null });

const subscription: ActionAddress = (of) => `/account/subscriptions/${of.subscriptionId}`;
const operated: ActionAddress = (of) => `/operator/subscriptions/${of.subscriptionId}`;
const settings = '/account/settings';

/** Every server action. One that is missing here fails every-route-is-tried. */
export const actionRoutes: ActionRoute[] = [
  open('setTheme'),
  open('signInAction'),
  open('codeAction'),
  open('signUpAction'),
  open('forgotAction'),
  open('resetAction'),
  open('confirmAction'),
  on('nameAction', settings, 'Save'),
  on('emailAction', settings, 'Change email'),
  on('passwordAction', settings, 'Change password'),
  on('resendAction', settings, 'Resend link'),
  on('linkAction', settings, 'Go to GitHub'),
  on('switchOnAction', `${settings}/second-factor`, 'Turn on'),
  on('endSessionsAction', `${settings}/sessions`, 'Sign out selected'),
  on('closeAction', `${settings}/close`, 'Close my account'),
  on('keysAction', subscription, 'Show keys'),
  on('renameAction', subscription, 'Rename'),
  on(
    'unsubscribeAction',
    (of) => `/apim-delegation/unsubscribe?subscription=${of.subscriptionId}`,
    /^Cancel (now|on )/,
  ),
  on('endNowAction', (of) => `${subscription(of)}/end`, 'Cancel now'),
  { ...on('syncAction', operated, 'Sync now'), of: 'operator' },
  { ...on('signOutByOperator', operated, 'Sign out everywhere'), of: 'operator' },
  { ...on('endNowByOperator', operated, 'Cancel now'), of: 'operator' },
];

/** Actions whose form is only there in a state that this owner is not in; the file that is named carries them out. */
export const actionsTriedElsewhere: Record<string, string> = {
  unlinkAction: 'lib/use-cases/identity/linked-accounts.integration.test.ts',
  firstPasswordAction: 'lib/use-cases/identity/linked-accounts.integration.test.ts',
  switchOffAction: 'lib/use-cases/identity/second-factor.integration.test.ts',
  discardAction: 'e2e/specs/checkout-that-is-not-paid.spec.ts',
  setCancellation: 'e2e/specs/cancellation-can-be-reversed.spec.ts',
  openBillingPortal: 'e2e/specs/standard-from-the-portal.spec.ts',
  cancelScheduledPlan: 'e2e/specs/plan-changes-keep-the-key.spec.ts',
  changePlanAction: 'e2e/specs/plan-changes-keep-the-key.spec.ts',
  replayOneAction: 'e2e/specs/operator-sees-and-repairs.spec.ts',
  replayAllAction: 'e2e/specs/operator-sees-and-repairs.spec.ts',
  dismissAction: 'e2e/specs/operator-sees-and-repairs.spec.ts',
  restoreAction: 'lib/use-cases/subscriptions/restore.integration.test.ts',
  restoreAllAction: 'lib/use-cases/subscriptions/restore.integration.test.ts',
  closeForeignAction: 'lib/use-cases/reconcile/foreign-subscriptions.integration.test.ts',
  inviteForeignAction: 'lib/use-cases/reconcile/foreign-subscriptions.integration.test.ts',
  dismissSignalAction: 'lib/use-cases/credit/payment-signals.integration.test.ts',
  acceptPriceAction: 'lib/use-cases/operator/prices.integration.test.ts',
  choosePriceAction: 'lib/use-cases/operator/prices.integration.test.ts',
  raiseCeilingAction: 'lib/use-cases/credit/credit.integration.test.ts',
};

/** Handlers, by their methods. */
export const handlerRoutes: { route: string; who: 'everybody' | 'signed-in' | 'machine' }[] = [
  { route: '/api/auth/[...nextauth]', who: 'everybody' },
  { route: '/api/sign-in/[provider]', who: 'everybody' },
  { route: '/api/session', who: 'everybody' },
  { route: '/api/sign-out', who: 'everybody' },
  { route: '/api/health', who: 'everybody' },
  { route: '/api/monetization-models', who: 'everybody' },
  { route: '/api/monetization-models/[productId]', who: 'everybody' },
  { route: '/api/account/export', who: 'signed-in' },
  { route: '/api/checkout/session', who: 'signed-in' },
  { route: '/api/cron/accounts', who: 'machine' },
  { route: '/api/cron/reconcile', who: 'machine' },
  { route: '/api/cron/usage', who: 'machine' },
  { route: '/api/webhooks/stripe', who: 'machine' },
  { route: '/api/webhooks/stripe-meters', who: 'machine' },
];
