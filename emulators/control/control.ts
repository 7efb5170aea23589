import { Hono, type MiddlewareHandler } from 'hono';
import { controlApi } from './control-api';
import { controlForms } from './control-forms';
import { controlPage } from './control-page';
import type { Controlled } from './controlled';
import { Notice } from './notice';

/** The control page and API, mounted as /_control on every listener. */
export function createControl(controlled: Controlled): Hono {
  const app = new Hono();
  const notice = new Notice();
  app.use(sameOrigin);
  app.get('/', (c) => c.html(controlPage(controlled, notice.take())));
  app.route('/do', controlForms(controlled, notice));
  app.route('/', controlApi(controlled));
  app.all('*', (c) =>
    c.json({ error: { message: `There is no ${c.req.method} ${c.req.path}.` } }, 404),
  );
  return app;
}

/** A page of another origin must not move the clock. Programs send no Origin and are let through. */
const sameOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const own =
    origin === undefined || (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));
  const site = c.req.header('sec-fetch-site');
  const foreign = !own || (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign && c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    return c.json({ error: { message: 'Only this page and programs may do this.' } }, 403);
  }
  return next();
};
