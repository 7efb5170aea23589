import type { Hono } from 'hono';
import { resourceId } from '../../service';
import type { ApiRow, OperationRow } from '../../state/rows';
import { untag, withTags } from '../../state/tagging';
import { type ApiCreate, apiCreateSchema, apiUpdateSchema, readOpenApi } from '../api-body';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, resourceNotFound } from '../arm-error';
import { checkId, checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows } from '../row-filter';

export function apiRoutes(app: Hono, arm: ArmService): void {
  const { state, settings, operations } = arm;
  const render = (row: ApiRow) => renderApi(arm, row);

  app.get('/apis', (c) => {
    const rows = withTags(state, filterRows(c, state.apis.all(), apiFields), {
      text: c.req.query('tags'),
      taggedId: ({ id }) => `apis/${id}`,
    });
    return answerPage(c, rows, { pageSize: settings.pageSize, render });
  });

  app.get('/apis/:id', (c) => {
    const id = c.req.param('id');
    const finish = (code: number) => {
      const row = needApi(arm, id);
      return answerJson(c, render(row), { row, status: code === 201 ? 201 : 200 });
    };
    return operations.poll(c, finish) ?? finish(200);
  });

  // Long-running: 202, and the resource itself when the Location is asked for it.
  app.put('/apis/:id', async (c) => {
    const id = c.req.param('id');
    checkId(id, { target: 'apiId', max: 256 });
    const before = state.apis.get(id);
    checkIfMatch(c, before);
    const input = await readProperties(c, apiCreateSchema);
    refuseTakenPath(arm, id, input.path);
    const row = state.apis.put(fromCreate(arm, id, input, before));
    return operations.accept(c, { code: before ? 200 : 201, polls: 0, body: render(row), row });
  });

  app.patch('/apis/:id', async (c) => {
    const before = needApi(arm, c.req.param('id'));
    checkIfMatch(c, before);
    const input = await readProperties(c, apiUpdateSchema);
    if (input.path !== undefined) refuseTakenPath(arm, before.id, input.path);
    const { displayName, path, serviceUrl, subscriptionRequired, protocols, ...more } = input;
    const { subscriptionKeyParameterNames: names, ...rest } = more;
    const row = state.apis.put({
      ...before,
      revision: state.nextRevision(),
      displayName: displayName ?? before.displayName,
      path: path ?? before.path,
      serviceUrl: serviceUrl === undefined ? before.serviceUrl : serviceUrl,
      subscriptionRequired: subscriptionRequired ?? before.subscriptionRequired,
      keyHeader: names?.header ?? before.keyHeader,
      keyQuery: names?.query ?? before.keyQuery,
      protocols: protocols ?? before.protocols,
      rest: { ...before.rest, ...rest },
    });
    return answerJson(c, render(row), { row });
  });

  app.delete('/apis/:id', (c) => {
    const row = state.apis.get(c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    for (const product of state.products.filter((one) => one.apiIds.includes(row.id))) {
      const apiIds = product.apiIds.filter((id) => id !== row.id);
      state.products.put({ ...product, apiIds, revision: state.nextRevision() });
    }
    state.policies.delete(`apis/${row.id}`);
    untag(state, `apis/${row.id}`);
    for (const operation of row.operations) {
      state.policies.delete(`apis/${row.id}/operations/${operation.id}`);
    }
    state.apis.delete(row.id);
    return answerNothing(c, 200);
  });
}

export function needApi(arm: ArmService, id: string): ApiRow {
  const row = arm.state.apis.get(id);
  if (!row) throw resourceNotFound('API');
  return row;
}

export function renderApi(arm: ArmService, row: ApiRow): unknown {
  return {
    id: resourceId(arm.settings, `/apis/${row.id}`),
    type: 'Microsoft.ApiManagement/service/apis',
    name: row.id,
    properties: {
      ...row.rest,
      displayName: row.displayName,
      apiRevision: '1',
      isCurrent: true,
      isOnline: true,
      path: row.path,
      serviceUrl: row.serviceUrl,
      subscriptionRequired: row.subscriptionRequired,
      subscriptionKeyParameterNames: { header: row.keyHeader, query: row.keyQuery },
      protocols: row.protocols,
    },
  };
}

export const apiFields: FilterFields<ApiRow> = {
  name: { value: (row) => row.id, allows: 'all' },
  displayName: { value: (row) => row.displayName, allows: 'all' },
  path: { value: (row) => row.path, allows: 'all' },
  serviceUrl: { value: (row) => row.serviceUrl, allows: 'all' },
};

function refuseTakenPath(arm: ArmService, id: string, path: string): void {
  const holder = arm.state.apis.find((api) => api.path.toLowerCase() === path.toLowerCase());
  if (!holder || holder.id === id) return;
  const message = `Cannot create API with the same Path '${path}' as an existing API.`;
  throw invalidFields([{ target: 'path', message }]);
}

function fromCreate(
  arm: ArmService,
  id: string,
  input: ApiCreate,
  before: ApiRow | undefined,
): ApiRow {
  const { displayName, path, serviceUrl, subscriptionRequired, protocols, ...more } = input;
  const { subscriptionKeyParameterNames: names, format, value, apiType: _, ...rest } = more;
  const imported = format === undefined ? null : importOperations(arm, value);
  const name = displayName ?? imported?.title;
  if (name === undefined) {
    throw invalidFields([{ target: 'displayName', message: 'displayName is required.' }]);
  }
  return {
    id,
    revision: arm.state.nextRevision(),
    displayName: name,
    path,
    serviceUrl: serviceUrl ?? null,
    subscriptionRequired: subscriptionRequired ?? true,
    keyHeader: names?.header ?? 'Ocp-Apim-Subscription-Key',
    keyQuery: names?.query ?? 'subscription-key',
    protocols: protocols ?? ['https'],
    operations: imported?.operations ?? before?.operations ?? [],
    rest,
  };
}

function importOperations(
  arm: ArmService,
  value: string | undefined,
): { title: string; operations: OperationRow[] } {
  const document = value === undefined ? null : readOpenApi(value);
  if (!document) {
    const message = 'Not an OpenAPI document in JSON with info.title and paths.';
    throw invalidFields([{ target: 'value', message }]);
  }
  const operations = document.operations.map(
    ({ id, displayName, method, urlTemplate, ...rest }): OperationRow => ({
      id,
      revision: arm.state.nextRevision(),
      displayName,
      method,
      urlTemplate,
      rest,
    }),
  );
  return { title: document.title, operations };
}
