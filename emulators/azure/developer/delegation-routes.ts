import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { answerJson } from '../arm/arm-answer';
import { resourceNotFound, validationError } from '../arm/arm-error';
import { type DelegatedRequest, delegationUrl } from '../portal/delegation-url';
import type { Service } from '../service';
import { readFlat } from './body';
import { needSelf } from './reader';

const returning = z.strictObject({ returnUrl: z.string() });
const forProduct = z.strictObject({ productId: z.string(), userId: z.string().optional() });
const forSubscription = z.strictObject({
  subscriptionId: z.string(),
  userId: z.string().optional(),
});
const forUser = z.strictObject({ userId: z.string().optional() });

/** Where the portal sends a person to: addresses signed here, so that the key never leaves the service. */
export function delegationRoutes(app: Hono, service: Service): void {
  const { state } = service;

  app.get('/delegation/settings', (c) => {
    const { userRegistration, subscriptions } = state.portal.delegation;
    return answerJson(c, { signin: userRegistration, subscribe: subscriptions });
  });

  for (const [path, operation] of [
    ['signin', 'SignIn'],
    ['signup', 'SignUp'],
  ] as const) {
    app.post(`/delegation/urls/${path}`, async (c) => {
      const { returnUrl } = await readFlat(c, returning);
      const ssoUrl = address({ operation, returnUrl });
      // Editions of the portal read one name or the other.
      return answerJson(c, { ssoUrl, ssoUri: ssoUrl, ssoLoginUri: ssoUrl });
    });
  }

  app.post('/delegation/urls/users/:user/Subscribe', async (c) => {
    const userId = needSelf(c, service).id;
    const { productId, userId: sent } = await readFlat(c, forProduct);
    refuseOther(sent, userId);
    if (!state.products.get(productId)) throw resourceNotFound('Product');
    return redirect(c, { operation: 'Subscribe', productId, userId });
  });

  app.post('/delegation/urls/users/:user/Unsubscribe', async (c) => {
    const { userId, subscriptionId } = await delegatedSubscription(c);
    return redirect(c, { operation: 'Unsubscribe', subscriptionId, userId });
  });

  app.post('/delegation/urls/users/:user/RenewSubscription', async (c) => {
    const { subscriptionId } = await delegatedSubscription(c);
    return redirect(c, { operation: 'Renew', subscriptionId });
  });

  for (const operation of ['SignOut', 'ChangeProfile', 'ChangePassword', 'CloseAccount'] as const) {
    app.post(`/delegation/urls/users/:user/${operation}`, async (c) => {
      const userId = needSelf(c, service).id;
      refuseOther((await readFlat(c, forUser)).userId, userId);
      return redirect(c, { operation, userId });
    });
  }

  async function delegatedSubscription(
    c: Context,
  ): Promise<{ userId: string; subscriptionId: string }> {
    const userId = needSelf(c, service).id;
    const { subscriptionId, userId: sent } = await readFlat(c, forSubscription);
    refuseOther(sent, userId);
    const row = state.subscriptions.get(subscriptionId);
    if (row?.ownerId !== userId) throw resourceNotFound('Subscription');
    return { userId, subscriptionId };
  }

  function redirect(c: Context, request: DelegatedRequest): Response {
    return answerJson(c, { redirectUrl: address(request) });
  }

  function address(request: DelegatedRequest): string {
    const { url, validationKey, subscriptions, userRegistration } = state.portal.delegation;
    const isOn = ON_SUBSCRIPTIONS.has(request.operation) ? subscriptions : userRegistration;
    if (!isOn || url === null || validationKey === null) {
      throw validationError(`Delegation of ${request.operation} is off.`);
    }
    return delegationUrl({ url, validationKey, request, deviations: service.switches.now });
  }
}

const ON_SUBSCRIPTIONS = new Set(['Subscribe', 'Unsubscribe', 'Renew']);

/** The portal names the user in the body too, bare or as a path. */
function refuseOther(sent: string | undefined, userId: string): void {
  if (sent === undefined || sent.replace(/^\/users\//, '') === userId) return;
  throw validationError('The body names another user than the address.');
}
