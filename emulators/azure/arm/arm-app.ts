import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { track } from '../../core/track';
import { logsRoutes } from '../logs/logs-routes';
import type { Service } from '../service';
import { answerJson } from './arm-answer';
import { checkCredential } from './arm-credential';
import { ArmError, errorBody, notEmulated } from './arm-error';
import type { ArmService } from './arm-service';
import { checkOperation } from './check-operation';
import { faultAnswer } from './fault-answer';
import { LongOperations } from './long-operations';
import { findOperation } from './operations';
import { apiOperationRoutes } from './resources/api-operations';
import { apiRoutes } from './resources/apis';
import { groupRoutes } from './resources/groups';
import { policyRoutes } from './resources/policies';
import { portalSettingsRoutes } from './resources/portal-settings';
import { productLinkRoutes } from './resources/product-links';
import { productRoutes } from './resources/products';
import { quotaRoutes } from './resources/quotas';
import { reportRoutes } from './resources/reports';
import { serviceRoutes } from './resources/service-resource';
import { subscriptionRoutes } from './resources/subscriptions';
import { tagRoutes } from './resources/tags';
import { userTokenRoutes } from './resources/user-tokens';
import { userRoutes } from './resources/users';
import { readServicePath } from './service-path';
import { throttle } from './throttle';

export const API_VERSIONS = ['2022-08-01', '2023-03-01-preview', '2024-05-01'];

/** Azure Resource Manager, for the one API Management service. */
export function armApp(service: Service): Hono {
  const arm: ArmService = { ...service, operations: new LongOperations(service) };
  const resources = resourceApp(arm);
  const app = new Hono();
  app.use(track(service.world, { listener: 'arm', faultAnswer }));
  app.use(async (c, next) => {
    await next();
    const id = randomUUID();
    c.res.headers.set('x-ms-request-id', id);
    c.res.headers.set('x-ms-correlation-request-id', id);
    c.res.headers.set('Cache-Control', 'no-cache');
  });
  app.onError(answerError);
  // Log Analytics is another service, with limits of its own.
  logsRoutes(app, service);
  app.use(throttle({ isEnforced: () => service.switches.now.throttle }));
  app.all('*', async (c) => {
    checkRequest(c, arm);
    return resources.fetch(c.req.raw, c.env);
  });
  return app;
}

/** Routes below the service. It reads paths normalised, whatever case they came in. */
export function resourceApp(arm: ArmService): Hono {
  const app = new Hono({
    getPath: (request) => readServicePath(new URL(request.url).pathname)?.rest ?? '/',
  });
  app.onError(answerError);
  app.notFound((c) => {
    const { method, path } = c.req;
    const { pathname } = new URL(c.req.url);
    return answerError(notEmulated(method, pathname, findOperation(method, path)?.name), c);
  });
  app.use(checkOperation);
  serviceRoutes(app, arm);
  userRoutes(app, arm);
  userTokenRoutes(app, arm);
  groupRoutes(app, arm);
  productRoutes(app, arm);
  productLinkRoutes(app, arm);
  policyRoutes(app, arm);
  apiRoutes(app, arm);
  apiOperationRoutes(app, arm);
  subscriptionRoutes(app, arm);
  portalSettingsRoutes(app, arm);
  tagRoutes(app, arm);
  quotaRoutes(app, arm);
  reportRoutes(app, arm);
  return app;
}

function checkRequest(c: Context, arm: ArmService): void {
  checkCredential(c, arm);
  const { settings } = arm;
  const path = readServicePath(c.req.path);
  if (!path) {
    throw notEmulated(c.req.method, c.req.path);
  }
  checkApiVersion(c.req.query('api-version'));
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  if (!same(path.azureSubscriptionId, settings.azureSubscriptionId)) {
    const message = `The subscription '${path.azureSubscriptionId}' could not be found.`;
    throw new ArmError(404, 'SubscriptionNotFound', message);
  }
  if (!same(path.resourceGroup, settings.resourceGroup)) {
    const message = `Resource group '${path.resourceGroup}' could not be found.`;
    throw new ArmError(404, 'ResourceGroupNotFound', message);
  }
  if (!same(path.serviceName, settings.serviceName)) {
    const message = `The Resource 'Microsoft.ApiManagement/service/${path.serviceName}' under resource group '${path.resourceGroup}' was not found.`;
    throw new ArmError(404, 'ResourceNotFound', message);
  }
}

function checkApiVersion(version: string | undefined): void {
  if (version === undefined || version === '') {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    throw new ArmError(400, 'MissingApiVersionParameter', message);
  }
  if (!API_VERSIONS.includes(version)) {
    const message = `The api-version '${version}' is invalid. The supported versions are '${API_VERSIONS.join(',')}'.`;
    throw new ArmError(400, 'InvalidApiVersionParameter', message);
  }
}

function answerError(error: Error, c: Context): Response {
  if (error instanceof ArmError) {
    return answerJson(c, errorBody(error), { status: error.status as StatusCode });
  }
  const failed = { code: 'InternalServerError', message: error.message, details: null };
  console.error('azure emulator: ARM request failed', error);
  return answerJson(c, errorBody(failed), { status: 500 });
}
