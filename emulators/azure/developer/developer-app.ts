import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { StatusCode } from 'hono/utils/http-status';
import { track } from '../../core/track';
import { answerJson } from '../arm/arm-answer';
import { ArmError, errorBody } from '../arm/arm-error';
import { faultAnswer } from '../arm/fault-answer';
import type { Service } from '../service';
import { catalogRoutes } from './catalog-routes';
import { delegationRoutes } from './delegation-routes';
import { dataReader, runsOutSoon, sendToken, unauthorized, withPassword } from './reader';
import { reportRoutes } from './report-routes';
import { userRoutes } from './user-routes';

export const DATA_API_VERSION = '2022-04-01-preview';

/** The data API that Microsoft's published developer portal calls from the browser. */
export function developerApp(service: Service): Hono {
  const app = new Hono().basePath('/developer');
  app.use(
    cors({
      origin: (origin) => origin,
      credentials: true,
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposeHeaders: ['Ocp-Apim-Sas-Token', 'ETag', 'Retry-After', 'WWW-Authenticate'],
      maxAge: 600,
    }),
  );
  app.use(track(service.world, { listener: 'portal', faultAnswer }));
  app.onError(answerError);
  app.notFound((c) => {
    const message = `The emulator has no ${c.req.method} ${c.req.path}.`;
    return answerJson(c, errorBody({ code: 'NotImplemented', message, details: null }), {
      status: 501,
    });
  });
  app.use(async (c, next) => {
    checkApiVersion(c.req.query('api-version'));
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
  });

  app.get('/identity', (c) => {
    const isBasic = /^Basic\s/i.test(c.req.header('authorization') ?? '');
    const reader = isBasic ? null : dataReader(c, service);
    const user = reader ? reader.user : withPassword(c, service);
    if (!user) throw unauthorized('Sign in first.');
    const isEnding = reader ? runsOutSoon(reader, service.world.clock.nowMs()) : true;
    if (isEnding) sendToken(c, service, user.id);
    return answerJson(c, { id: user.id, provider: user.identities[0]?.provider ?? 'Basic' });
  });
  delegationRoutes(app, service);
  catalogRoutes(app, service);
  userRoutes(app, service);
  reportRoutes(app, service);
  return app;
}

function checkApiVersion(version: string | undefined): void {
  if (version === undefined || version === '') {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    throw new ArmError(400, 'MissingApiVersionParameter', message);
  }
  if (version !== DATA_API_VERSION) {
    const message = `The api-version '${version}' is invalid. The supported version is '${DATA_API_VERSION}'.`;
    throw new ArmError(400, 'InvalidApiVersionParameter', message);
  }
}

function answerError(error: Error, c: Context): Response {
  if (error instanceof ArmError) {
    return answerJson(c, errorBody(error), { status: error.status as StatusCode });
  }
  console.error('azure emulator: data API request failed', error);
  const failed = { code: 'InternalServerError', message: error.message, details: null };
  return answerJson(c, errorBody(failed), { status: 500 });
}
