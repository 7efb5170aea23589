import type { Hono } from 'hono';
import type { Covered } from '../core/coverage-table';
import { World } from '../core/world';
import { resourceApp } from './arm/arm-app';
import { LongOperations } from './arm/long-operations';
import { findOperation } from './arm/operations';
import { defaultAzureSettings } from './azure-settings';
import { armNotes, dataNames, pageNames } from './coverage-notes';
import { DATA_API_VERSION, developerApp } from './developer/developer-app';
import { portalApp } from './portal/portal-app';
import { newService, type Service } from './service';

const ARM_VERSION = '2024-05-01';

/** What the emulator answers, for the README's table: made from the routes, so that it can't go stale. */
export function coverage(): Covered[] {
  const world = new World({ clockStartMs: 0, clockMode: 'frozen' });
  const service = newService(world, defaultAzureSettings);
  return [
    ...armRows(service),
    ...logRows(),
    ...gatewayRows(),
    ...dataRows(service),
    ...pageRows(service),
  ];
}

function armRows(service: Service): Covered[] {
  const app = resourceApp({ ...service, operations: new LongOperations(service) });
  return routesOf(app).flatMap(({ method, path }): Covered[] => {
    if (path.startsWith('/tenant/')) return [POLL];
    // What answers GET answers HEAD too, where there is such an operation.
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    const known = methods.flatMap((one) => findOperation(one, path) ?? []);
    if (known.length === 0) throw new Error(`Azure has no ${method} ${path}.`);
    return known.map((operation) => ({
      method: operation.method,
      path: operation.path,
      operation: operation.name,
      fidelity: 'exact',
      leftOut: '',
      apiVersion: ARM_VERSION,
      ...armNotes[operation.name],
    }));
  });
}

const POLL: Covered = {
  method: 'GET',
  path: '/tenant/operationResults/{operationId}',
  operation: 'poll Azure-AsyncOperation',
  fidelity: 'exact',
  leftOut: '',
  apiVersion: ARM_VERSION,
};

function logRows(): Covered[] {
  return [
    {
      method: 'POST',
      path: '/v1/workspaces/{workspaceId}/query',
      operation: 'logsQueryClient.queryWorkspace',
      fidelity: 'exact',
      leftOut: 'Kusto beyond the counts listed under Logs',
      apiVersion: 'v1',
    },
  ];
}

function gatewayRows(): Covered[] {
  return [
    {
      method: 'ALL',
      path: '/{apiPath}/*',
      operation: 'gateway: call an operation of an API',
      fidelity: 'exact',
      leftOut: 'policies beyond those listed under Policies, which are refused when they are put',
      apiVersion: '',
    },
  ];
}

function dataRows(service: Service): Covered[] {
  return routesOf(developerApp(service)).flatMap(({ method, path }): Covered[] => {
    const place = path.slice('/developer'.length);
    // Below the user's own path, and with a small first letter, the same is answered again.
    const isAgain =
      /^\/users\/:user\/(products|apis|tags)/.test(place) || /\/reports\/by/.test(place);
    if (isAgain) return [];
    const note = named(dataNames, `${method} ${place}`);
    return [
      { method, path, fidelity: 'exact', leftOut: '', apiVersion: DATA_API_VERSION, ...note },
    ];
  });
}

function pageRows(service: Service): Covered[] {
  return routesOf(portalApp(service)).map(({ method, path }) => ({
    method,
    path,
    fidelity: 'exact',
    leftOut: '',
    apiVersion: '',
    ...named(pageNames, `${method} ${path}`),
  }));
}

type Named = Readonly<Record<string, Pick<Covered, 'operation'> & Partial<Covered>>>;

function named(names: Named, route: string): Named[string] {
  const note = names[route];
  if (!note) throw new Error(`${route} has no name in coverage-notes.ts.`);
  return note;
}

function routesOf(app: Hono): { method: string; path: string }[] {
  return app.routes.filter(({ method }) => method !== 'ALL');
}
