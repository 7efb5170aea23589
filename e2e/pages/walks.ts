import type { Walker, Who } from '../fixtures/walkers';

export type Vendor = 'stripe' | 'arm';

/** How an action is carried out while a vendor is away. */
export interface Walk {
  /** The exported function of a 'use server' file, or the handler's route. */
  action: string;
  who: Who;
  address: (walker: Walker, id: (who: Who) => string) => string;
  button: string | RegExp;
  /** What is typed over what the form has. */
  fill?: (walker: Walker) => Record<string, string>;
  /** Whom it can't do without: with these away it says so. */
  needs: Vendor[];
}

type Address = Walk['address'];

const own: Address = ({ subscriptionId }) => `/account/subscriptions/${subscriptionId}`;
const below =
  (path: string): Address =>
  (walker, id) =>
    `${own(walker, id)}${path}`;
const operated =
  (who: Who): Address =>
  (_, id) =>
    `/operator/subscriptions/${id(who)}`;
const here: Address = ({ at }) => at;
const at =
  (path: string): Address =>
  () =>
    path;
const current = ({ person }: Walker) => ({ current: person.password });
const settings = '/account/settings';

function walk(
  action: string,
  who: Who,
  address: Address,
  button: string | RegExp,
  more: Partial<Pick<Walk, 'fill' | 'needs'>> = {},
): Walk {
  return { action, who, address, button, needs: [], ...more };
}

/** Every server action, and the one handler that answers a form. One that is missing here fails vendors-away. */
export const walks: Walk[] = [
  walk('setTheme', 'nobody', at('/sign-in'), 'Dark'),
  walk('signInAction', 'nobody', at('/sign-in'), 'Sign in', {
    fill: () => ({ email: 'nobody@example.com', password: 'four words make it' }),
  }),
  walk('signUpAction', 'newcomer', at('/sign-up'), 'Create account', {
    fill: () => ({
      name: 'Ada Lovelace',
      email: `${crypto.randomUUID()}@example.com`,
      password: 'four words make it',
    }),
  }),
  walk('forgotAction', 'nobody', at('/forgot-password'), 'Send link'),
  walk('codeAction', 'entering', at('/sign-in/code'), 'Continue', {
    fill: () => ({ code: '000000' }),
  }),
  walk('confirmAction', 'confirmer', here, 'Confirm this address'),
  walk('resetAction', 'resetter', here, 'Set password', {
    fill: () => ({ password: 'quite another phrase' }),
  }),

  walk('nameAction', 'settler', at(settings), 'Save', {
    fill: () => ({ name: 'Countess of Lovelace' }),
  }),
  walk('emailAction', 'settler', at(settings), 'Change email', {
    fill: ({ person }) => ({
      'new-email': `new-${person.email}`,
      'email-current': person.password,
    }),
  }),
  walk('resendAction', 'settler', at(settings), 'Resend link'),
  walk('linkAction', 'settler', at(settings), 'Go to GitHub', {
    fill: ({ person }) => ({ 'current-github': person.password }),
  }),
  walk('switchOnAction', 'settler', at(`${settings}/second-factor`), 'Turn on', {
    fill: (walker) => ({ ...current(walker), code: '000000' }),
  }),
  walk('endSessionsAction', 'settler', at(`${settings}/sessions`), 'Sign out selected', {
    fill: (walker) => ({ ...current(walker), session: 'others' }),
  }),
  walk('passwordAction', 'changer', at(settings), 'Change password', {
    fill: ({ person }) => ({ current: person.password, 'new-password': person.password }),
  }),
  walk('firstPasswordAction', 'provided', at(settings), 'Email me a link'),
  walk('unlinkAction', 'provided', at(settings), 'Remove GitHub now'),
  walk('switchOffAction', 'guarded', at(`${settings}/second-factor`), 'Turn off', {
    fill: current,
  }),
  walk('closeAction', 'closer', at(`${settings}/close`), 'Close my account', { fill: current }),

  walk('keysAction', 'keeper', own, 'Show keys', { needs: ['arm'] }),
  walk('renameAction', 'keeper', own, 'Rename', { fill: () => ({ name: 'Another name' }) }),
  walk('setCancellation', 'keeper', own, /^Cancel on /, { needs: ['stripe'] }),
  walk('openBillingPortal', 'keeper', own, 'Manage billing', { needs: ['stripe'] }),
  walk('discardAction', 'payer', own, 'Discard', { needs: ['stripe'] }),
  walk('/api/checkout/session', 'payer', at('/checkout/pro'), 'Continue to payment', {
    fill: () => ({ name: 'Typed before it failed' }),
    needs: ['stripe'],
  }),
  walk('endNowAction', 'ender', below('/end'), 'Cancel now'),
  walk(
    'unsubscribeAction',
    'leaver',
    ({ subscriptionId }) => `/apim-delegation/unsubscribe?subscription=${subscriptionId}`,
    /^Cancel (now|on )/,
    { needs: ['stripe'] },
  ),
  walk('changePlanAction', 'planner', here, /^Change to Basic on /, { needs: ['stripe'] }),
  walk('cancelScheduledPlan', 'waverer', own, /^Stay with /, { needs: ['stripe'] }),

  walk('syncAction', 'operator', operated('debtor'), 'Sync now', { needs: ['stripe'] }),
  walk('endNowByOperator', 'operator', operated('leaver'), 'Cancel now'),
  walk('raiseCeilingAction', 'operator', operated('debtor'), 'Set ceiling', {
    fill: () => ({ allowedMinor: '10000' }),
  }),
  walk('dismissAction', 'operator', operated('debtor'), 'Dismiss'),
  walk('acceptPriceAction', 'operator', operated('debtor'), 'Accept this price', {
    needs: ['stripe'],
  }),
  walk('choosePriceAction', 'operator', operated('debtor'), 'Bill late calls at this price', {
    fill: () => ({ versionId: 'a-version' }),
  }),
  walk('signOutByOperator', 'operator', operated('debtor'), 'Sign out everywhere'),
  walk('restoreAction', 'operator', operated('lost'), 'Restore', { needs: ['arm'] }),
  walk('restoreAllAction', 'operator', at('/operator/gateway'), 'Restore all'),
  walk('closeForeignAction', 'operator', at('/operator/gateway'), 'Suspend', { needs: ['arm'] }),
  walk('inviteForeignAction', 'operator', at('/operator/gateway'), 'Send checkout link', {
    needs: ['arm'],
  }),
  walk('replayOneAction', 'operator', at('/operator/events?show=given-up'), /^Replay evt_/),
  walk('replayAllAction', 'operator', at('/operator/events?show=given-up'), /^Replay all/, {
    needs: ['stripe'],
  }),
  walk('dismissSignalAction', 'operator', at('/operator/payments'), 'Dismiss'),
];
