import type { Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';
import { type Control, controlAt } from '../fixtures/control';
import { delegationLink } from '../fixtures/delegation-link';
import { newName, newPerson } from '../fixtures/people';
import { runUsageSync } from '../fixtures/usage-sync';
import { type Bought, buy } from './buy';
import { continueToPayment } from './checkout';
import { cards, expectHostedCheckout, fillCard } from './hosted-checkout';
import { followMail } from './mailbox';
import { type Audience, pageRoutes } from './routes';
import { switchOn } from './second-factor';
import { signIn, signUp } from './sign-up';
import { showKey } from './subscription';

export interface Stop {
  name: string;
  /** Ends with the page open. */
  open: (page: Page) => Promise<unknown>;
}

export interface Guide {
  cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
  bought: Bought;
  paidCheckoutId: string;
  /** A checkout that was opened and not paid. */
  pendingName: string;
  hostedCheckout: string;
  hostedInvoice: string;
  customerPortal: string;
}

/** Somebody with everything that a page can show: a paid month, calls of this one, a checkout left open. */
export async function makeGuide(page: Page): Promise<Guide> {
  const control: Control = controlAt(e2eAddresses.control);
  const success = page.waitForURL('**/checkout/success?**').then(() => page.url());
  const bought = await buy(page, 'standard');
  const paidCheckoutId = new URL(await success).searchParams.get('session_id') ?? '';
  // Usage alone has no first invoice: the first one comes when the month is over.
  for (const passing of ['P1M', 'PT4H']) {
    await control.traffic({ subscription: bought.subscriptionId, calls: 100_050 });
    await control.advance(passing);
    await runUsageSync();
  }
  await page.goto(`${e2eAddresses.portal}/signin?returnUrl=/profile`);
  await page.waitForURL(`${e2eAddresses.portal}/profile`);
  const pendingName = newName('left open');
  await page.goto('/checkout/basic');
  await continueToPayment(page, pendingName);
  await expectHostedCheckout(page);
  const hostedCheckout = page.url();
  await page.goto(`/account/subscriptions/${bought.subscriptionId}`);
  const hostedInvoice = await page
    .getByRole('region', { name: 'Invoices' })
    .getByRole('link')
    .first()
    .getAttribute('href');
  await page.getByRole('button', { name: 'Manage billing' }).click();
  await page.waitForURL(`${e2eAddresses.stripe}/p/session/**`);
  return {
    cookies: await page.context().cookies(),
    bought,
    paidCheckoutId,
    pendingName,
    hostedCheckout,
    hostedInvoice: hostedInvoice ?? '',
    customerPortal: page.url(),
  };
}

/** Every page there is, as whoever may see it sees it first. */
export const pageStops = (guide: () => Guide): (Stop & { audience: Audience })[] =>
  pageRoutes.map(({ route, audience, address }) => ({
    name: route,
    audience,
    open: (page) => page.goto(address(guide().bought)),
  }));

/** States of pages for everybody. */
export const publicStops: Stop[] = [
  {
    name: 'reset link that works',
    open: async (page) => {
      const person = newPerson();
      await signUp(page, person);
      await page.context().clearCookies();
      await page.goto('/forgot-password');
      await page.getByLabel('Email').fill(person.email);
      await page.getByRole('button', { name: 'Send link' }).click();
      await page.getByRole('heading', { name: 'Check your email' }).waitFor();
      await followMail(page, person.email, 'Choose a new password');
    },
  },
  {
    name: 'confirmation link in another browser, which asks for the password',
    open: async (page) => {
      const person = newPerson();
      await signUp(page, person);
      await page.context().clearCookies();
      await followMail(page, person.email, 'Confirm your email address');
      await page.getByLabel('Account password').waitFor();
    },
  },
  {
    name: 'message in the mailbox',
    open: openMessage,
  },
  {
    name: 'message as a mail program shows it',
    open: async (page) => {
      await openMessage(page);
      const html = await page.locator('iframe').getAttribute('srcdoc');
      await page.goto('about:blank');
      await page.setContent(html ?? '');
    },
  },
  {
    name: 'second factor switched on, and asked for',
    open: async (page) => {
      const person = newPerson();
      await signUp(page, person);
      await switchOn(page, person);
      await page.context().clearCookies();
      await page.goto('/sign-in');
      await signIn(page, person);
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    },
  },
  stop('sign in, with an account to link', '/sign-in?problem=link-first&provider=google'),
  stop('pricing for a number', '/pricing?calls=1600000'),
  stop('pricing for nonsense', '/pricing?calls=many'),
  {
    name: 'sign in, refused',
    open: async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('nobody@example.com');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Wrong email or password').waitFor();
    },
  },
  stop('sign up', '/sign-up?next=/checkout/standard'),
  {
    name: 'sign up, with problems',
    open: async (page) => {
      await page.goto('/sign-up');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.locator('[aria-invalid="true"]').first().waitFor();
    },
  },
  stop('checkout left', '/checkout/cancel?product=standard'),
  stop('not found', '/nothing/here'),
  stop('delegation refused', '/apim-delegation?operation=SignIn'),
];

/** States of the guide's pages. */
export function personalStops(guide: () => Guide): Stop[] {
  const subscription = () => `/account/subscriptions/${guide().bought.subscriptionId}`;
  return [
    {
      name: 'subscription with keys, table and questions open',
      open: async (page) => {
        await page.goto(subscription());
        await showKey(page);
        await page.getByText('Show as table').click();
        await page.getByText('Cancel subscription').click();
      },
    },
    {
      name: 'subscription, replacing a key',
      open: async (page) => {
        await page.goto(subscription());
        await showKey(page);
        await page.getByRole('button', { name: 'Replace…' }).first().click();
        await page.getByRole('button', { name: 'Replace key' }).first().waitFor();
      },
    },
    {
      name: 'subscription that waits for payment',
      open: async (page) => {
        await page.goto('/account');
        await page.getByRole('link', { name: guide().pendingName }).click();
        await page.getByText('Waiting for payment.').waitFor();
      },
    },
    stop('checkout of the free product', '/checkout/free'),
    stop('checkout with a problem', '/checkout/standard?problem=unavailable'),
    {
      name: 'success',
      open: async (page) => {
        await page.goto(`/checkout/success?session_id=${guide().paidCheckoutId}`);
        await page.getByRole('heading', { name: 'Your key is ready' }).waitFor();
      },
    },
    {
      name: 'success of a checkout that was not paid',
      open: (page) => {
        const id = new URL(guide().hostedCheckout).pathname.split('/').at(-1);
        return page.goto(`/checkout/success?session_id=${id}`);
      },
    },
    {
      name: 'settings, with every question open',
      open: async (page) => {
        await page.goto('/account/settings');
        for (const one of await page.locator('details summary').all()) await one.click();
      },
    },
    {
      name: 'recovery codes',
      open: async (page) => {
        const person = newPerson();
        await page.context().clearCookies();
        await signUp(page, person);
        await switchOn(page, person);
      },
    },
    {
      name: 'delegated subscribe of somebody else',
      open: (page) =>
        page.goto(
          delegationLink({ operation: 'Subscribe', productId: 'pro', userId: 'other' }, [
            'pro',
            'other',
          ]),
        ),
    },
  ];
}

/** The emulators' own pages. */
export function emulatorStops(guide: () => Guide): Stop[] {
  const { portal, control } = e2eAddresses;
  return [
    stop('portal, start', portal),
    stop('portal, products', `${portal}/products`),
    stop('portal, product', `${portal}/products/standard`),
    stop('portal, subscriptions', `${portal}/subscriptions`),
    {
      name: 'portal, keys',
      open: async (page) => {
        await page.goto(`${portal}/subscriptions`);
        await page
          .getByRole('button', { name: /^Show keys/ })
          .first()
          .click();
        await page.getByText('Regenerate primary key').waitFor();
      },
    },
    stop('portal, profile', `${portal}/profile`),
    stop('portal, not found', `${portal}/nothing`),
    { name: 'hosted checkout', open: (page) => page.goto(guide().hostedCheckout) },
    {
      name: 'hosted checkout, with problems',
      open: async (page) => {
        await page.goto(guide().hostedCheckout);
        await page.getByRole('button', { name: /subscribe/i }).click();
        await page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'the bank’s question',
      open: async (page) => {
        await page.goto(guide().hostedCheckout);
        await fillCard(page, cards.asksBank);
        await page.getByRole('button', { name: /subscribe/i }).click();
        await page.getByRole('button', { name: 'Complete authentication' }).waitFor();
      },
    },
    { name: 'hosted invoice', open: (page) => page.goto(guide().hostedInvoice) },
    {
      name: 'customer portal',
      open: async (page) => {
        await page.goto(guide().customerPortal);
        await page.locator('summary', { hasText: 'Change the card' }).click();
      },
    },
    stop('control page', control),
  ];
}

function stop(name: string, address: string): Stop {
  return { name, open: (page) => page.goto(address) };
}

/** What browsers note of pages that are answered 4xx on purpose. */
export const answeredOnPurpose =
  /status of (401|404|422|402).*(\/apim-delegation|\/nothing|\/c\/pay\/|\/mailbox\/none|\/operator\/runs\/none)/;

async function openMessage(page: Page): Promise<void> {
  await signUp(page, newPerson());
  await page.goto('/mailbox');
  await page.getByRole('list').getByRole('link').first().click();
  await page.getByRole('heading', { name: 'HTML version' }).waitFor();
}
