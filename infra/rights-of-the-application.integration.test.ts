import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { updateUser } from '../lib/db/users';
import { completeCheckout } from '../lib/use-cases/checkout/complete-checkout';
import { portalEntry } from '../lib/use-cases/gateway-users/enter-portal';
import { repairGatewayUsers } from '../lib/use-cases/gateway-users/sync-gateway-user';
import { closeAccount, continueClosings } from '../lib/use-cases/identity/close-account';
import { reconcile } from '../lib/use-cases/reconcile/reconcile';
import { runBillingCron } from '../lib/use-cases/schedule/run-billing-cron';
import { changePlan } from '../lib/use-cases/subscriptions/change-plan';
import { openPortal, setCancelAtPeriodEnd } from '../lib/use-cases/subscriptions/manage-billing';
import { revealKeys, rotateKey } from '../lib/use-cases/subscriptions/manage-keys';
import { previewPlanChange } from '../lib/use-cases/subscriptions/preview-plan-change';
import { type AskedRights, createCallRecorder } from '../testing/asked-rights';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../testing/identity-world';
import { actionsOf, atAnyPace, keyOf } from './rights-files';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const KEY = 'rk_test_application00';
const { permissions } = keyOf('application');

let people: IdentityWorld;
/** What was asked of Stripe and Azure by people's requests, and by the scheduled work. */
let web: AskedRights;
let scheduled: AskedRights;

beforeAll(async () => {
  const recorder = createCallRecorder();
  people = await startIdentityWorld({
    restrictedKey: { key: KEY, permissions },
    telemetry: recorder.watch,
  });
  web = await recorder.during(sellAndServe);
  await prepareForSchedule();
  scheduled = await recorder.during(drainEvents);
});
afterAll(() => people?.stop());

let buyer: string;
let standard: string;
let leaving: string;

async function sellAndServe(): Promise<void> {
  const { deps, world } = people;
  // A start with products that the catalog gives no names.
  await deps.gateway.listProducts();
  buyer = (await people.somebody()).id;
  standard = await world.buy(buyer, 'standard');
  const own = { userId: buyer, subscriptionId: standard };
  const { checkoutSessionId } = await deps.db.subscription.findUniqueOrThrow({
    where: { id: standard },
  });
  await completeCheckout(deps, { userId: buyer, checkoutId: checkoutSessionId ?? '' });
  await expect(portalEntry(deps, { userId: buyer, returnPath: '/' })).resolves.toMatchObject({
    kind: 'open',
  });
  await expect(revealKeys(deps, own)).resolves.toMatchObject({ kind: 'keys' });
  for (const key of ['primary', 'secondary'] as const) await rotateKey(deps, { ...own, key });
  await expect(openPortal(deps, own)).resolves.toMatchObject({ kind: 'open' });
  await expect(setCancelAtPeriodEnd(deps, { ...own, cancel: true })).resolves.toMatchObject({
    kind: 'done',
  });
  await setCancelAtPeriodEnd(deps, { ...own, cancel: false });
  const change = { ...own, productId: 'pro', when: 'now' as const };
  await expect(previewPlanChange(deps, change)).resolves.toMatchObject({ kind: 'preview' });
  await expect(changePlan(deps, change)).resolves.toEqual({ kind: 'changed' });
  // Somebody who paid twice; the second is undone.
  const twice = await world.buy((await people.somebody()).id, 'basic');
  const { providerId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: twice } });
  await deps.payments.refundDuplicate(providerId ?? '');
  // Money that was taken back: there is no dispute and no warning of these names.
  for (const [kind, id] of [
    ['dispute', 'dp_none'],
    ['fraud-warning', 'issfr_none'],
  ] as const) {
    const asked = deps.payments.readSignals(kind, id).then(() => 'read', String);
    expect(await asked).not.toContain('rak_');
  }
  // A notice of a meter's errors, whose content has to be asked for. There is none of this name.
  await expect(deps.payments.readUsageErrors('evt_test_none')).rejects.not.toThrow(/rak_/);
  const gone = (await people.somebody()).id;
  const asker = { ...(await people.newSession(gone)), password: PASSWORD };
  await expect(closeAccount(deps, asker)).resolves.toEqual({ kind: 'closing' });
}

/** What only a schedule finds: usage, a renewal, drift at the gateway, an account whose closing was cut off. */
async function prepareForSchedule(): Promise<void> {
  const { deps, world } = people;
  leaving = (await people.somebody()).id;
  await updateUser(deps.db, leaving, { closingAt: new Date() });
  await updateUser(deps.db, buyer, { name: 'Grace Murray', gatewayCheckedAt: null });
  await world.call(standard);
  await world.advance('P1M');
  await deps.gateway.setSubscriptionState(standard, 'suspended');
}

async function drainEvents(): Promise<void> {
  const { deps, world } = people;
  await deps.gateway.listProducts();
  expect((await runBillingCron(deps)).failures).toEqual([]);
  await world.advance('PT2H');
  expect((await runBillingCron(deps)).failures).toEqual([]);
  expect(await reconcile(deps)).toMatchObject({ kind: 'ran', failures: [] });
  expect((await continueClosings(deps)).failures).toEqual([]);
  expect((await repairGatewayUsers(deps, 100)).failures).toEqual([]);
}

describe("the application's rights", () => {
  it('in Azure are what the web application asks for, and nothing more', () => {
    expect(atAnyPace(web.actions)).toEqual(atAnyPace(actionsOf('application')));
  });

  it('in Azure are what the scheduled work asks for, and nothing more', () => {
    expect(atAnyPace(scheduled.actions)).toEqual(atAnyPace(actionsOf('cron')));
  });

  it('at Stripe are what both together ask for, and nothing more', () => {
    const write = (asked: AskedRights) =>
      Object.entries(asked.permissions).filter(([, access]) => access === 'write');
    const used = {
      ...web.permissions,
      ...scheduled.permissions,
      ...Object.fromEntries([...write(web), ...write(scheduled)]),
    };
    expect(used).toEqual(permissions);
  });

  it('do not read what only provisioning needs', async () => {
    const refused = await fetch(`${people.world.emulators.stripeUrl}/v1/products`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: {
        type: 'invalid_request_error',
        message: expect.stringContaining('rak_product_read'),
      },
    });
  });
});
