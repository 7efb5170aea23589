import type { Hono } from 'hono';
import { resourceId } from '../../service';
import type { ApiRow, OperationRow } from '../../state/rows';
import { untag, withTags } from '../../state/tagging';
import { type OperationBody, operationSchema, operationUpdateSchema } from '../api-body';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, resourceNotFound } from '../arm-error';
import { checkId, checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows } from '../row-filter';
import { needApi } from './apis';

export function apiOperationRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;

  app.get('/apis/:api/operations', (c) => {
    const api = needApi(arm, c.req.param('api'));
    const rows = withTags(state, filterRows(c, api.operations, operationFields), {
      text: c.req.query('tags'),
      taggedId: ({ id }) => `apis/${api.id}/operations/${id}`,
    });
    const render = (row: OperationRow) => renderOperation(arm, api, row);
    return answerPage(c, rows, { pageSize: settings.pageSize, render });
  });

  app.get('/apis/:api/operations/:id', (c) => {
    const api = needApi(arm, c.req.param('api'));
    const row = needOperation(api, c.req.param('id'));
    return answerJson(c, renderOperation(arm, api, row), { row });
  });

  app.put('/apis/:api/operations/:id', async (c) => {
    const api = needApi(arm, c.req.param('api'));
    const id = c.req.param('id');
    checkId(id, { target: 'operationId', max: 80 });
    const before = api.operations.find((one) => one.id === id);
    checkIfMatch(c, before);
    const input = await readProperties(c, operationSchema);
    const row = fromBody(arm, id, input);
    refuseSameTemplate(api, row);
    putOperation(arm, api, row);
    return answerJson(c, renderOperation(arm, api, row), { row, status: before ? 200 : 201 });
  });

  app.patch('/apis/:api/operations/:id', async (c) => {
    const api = needApi(arm, c.req.param('api'));
    const before = needOperation(api, c.req.param('id'));
    checkIfMatch(c, before);
    const { displayName, method, urlTemplate, ...rest } = await readProperties(
      c,
      operationUpdateSchema,
    );
    const row: OperationRow = {
      ...before,
      revision: state.nextRevision(),
      displayName: displayName ?? before.displayName,
      method: method?.toUpperCase() ?? before.method,
      urlTemplate: urlTemplate ?? before.urlTemplate,
      rest: { ...before.rest, ...rest },
    };
    refuseSameTemplate(api, row);
    putOperation(arm, api, row);
    return answerJson(c, renderOperation(arm, api, row), { row });
  });

  app.delete('/apis/:api/operations/:id', (c) => {
    const api = needApi(arm, c.req.param('api'));
    const row = api.operations.find((one) => one.id === c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    const operations = api.operations.filter((one) => one.id !== row.id);
    state.apis.put({ ...api, operations });
    state.policies.delete(`apis/${api.id}/operations/${row.id}`);
    untag(state, `apis/${api.id}/operations/${row.id}`);
    return answerNothing(c, 200);
  });
}

export function needOperation(api: ApiRow, id: string): OperationRow {
  const row = api.operations.find((one) => one.id === id);
  if (!row) throw resourceNotFound('Operation');
  return row;
}

function renderOperation(arm: ArmService, api: ApiRow, row: OperationRow): unknown {
  return {
    id: resourceId(arm.settings, `/apis/${api.id}/operations/${row.id}`),
    type: 'Microsoft.ApiManagement/service/apis/operations',
    name: row.id,
    properties: {
      ...row.rest,
      displayName: row.displayName,
      method: row.method,
      urlTemplate: row.urlTemplate,
    },
  };
}

const operationFields: FilterFields<OperationRow> = {
  name: { value: (row) => row.id, allows: 'all' },
  displayName: { value: (row) => row.displayName, allows: 'all' },
  method: { value: (row) => row.method, allows: 'all' },
  urlTemplate: { value: (row) => row.urlTemplate, allows: 'all' },
};

function fromBody(arm: ArmService, id: string, input: OperationBody): OperationRow {
  const { displayName, method, urlTemplate, ...rest } = input;
  const declared = new Set((input.templateParameters ?? []).map(({ name }) => name));
  for (const match of urlTemplate.matchAll(/\{\*?([^}]+)\}/g)) {
    if (match[1] !== undefined && !declared.has(match[1])) {
      const message = `All template parameters used in the UriTemplate must be defined in the Operation: '${match[1]}'.`;
      throw invalidFields([{ target: 'templateParameters', message }]);
    }
  }
  return {
    id,
    revision: arm.state.nextRevision(),
    displayName,
    method: method.toUpperCase(),
    urlTemplate,
    rest,
  };
}

function refuseSameTemplate(api: ApiRow, row: OperationRow): void {
  const same = api.operations.find(
    (one) => one.id !== row.id && one.method === row.method && one.urlTemplate === row.urlTemplate,
  );
  if (!same) return;
  const message = 'Operation with the same method and URL template already exists.';
  throw invalidFields([{ target: 'urlTemplate', message }]);
}

function putOperation(arm: ArmService, api: ApiRow, row: OperationRow): void {
  const others = api.operations.some((one) => one.id === row.id)
    ? api.operations.map((one) => (one.id === row.id ? row : one))
    : [...api.operations, row];
  arm.state.apis.put({ ...api, operations: others });
}
