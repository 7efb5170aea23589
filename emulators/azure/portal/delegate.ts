import type { Context } from 'hono';
import type { Service } from '../service';
import { type DelegatedRequest, delegationUrl } from './delegation-url';
import { messagePage, type Reader } from './portal-layout';

/** Sends the browser to the site that the portal delegates to; a page says so when it doesn't. */
export function delegate(
  c: Context,
  service: Service,
  reader: Reader,
  request: DelegatedRequest,
): Response | Promise<Response> {
  const { url, validationKey, subscriptions, userRegistration } = service.state.portal.delegation;
  const isOn = SUBSCRIPTION_OPERATIONS.has(request.operation) ? subscriptions : userRegistration;
  if (!isOn || url === null || validationKey === null) {
    const title = 'Delegation is off';
    const text = `This portal has no ${request.operation} of its own. Switch delegation on under portalsettings/delegation (url, validationKey, ${SUBSCRIPTION_OPERATIONS.has(request.operation) ? 'subscriptions' : 'userRegistration'}).`;
    return c.html(messagePage(reader, { title, text }), 503);
  }
  const deviations = service.switches.now;
  return c.redirect(delegationUrl({ url, validationKey, request, deviations }), 302);
}

const SUBSCRIPTION_OPERATIONS = new Set(['Subscribe', 'Unsubscribe', 'Renew']);
