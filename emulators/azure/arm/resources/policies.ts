import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { parsePolicy } from '../../policy/parse-policy';
import type { PolicyScope } from '../../policy/policy';
import { resourceId } from '../../service';
import type { PolicyRow } from '../../state/rows';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, notDone, resourceNotFound } from '../arm-error';
import { checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { needOperation } from './api-operations';
import { needApi } from './apis';
import { needProduct } from './products';

const policySchema = z.strictObject({
  value: z.string().min(1),
  format: z.enum(['xml', 'rawxml', 'xml-link', 'rawxml-link']).default('xml'),
});

interface Place {
  readonly path: string;
  readonly scope: PolicyScope;
  /** The scope's own id in the policies' table, once it is known to exist. */
  readonly scopeId: (c: Context, arm: ArmService) => string;
}

const places: readonly Place[] = [
  { path: '/policies', scope: 'global', scopeId: () => '' },
  {
    path: '/products/:product/policies',
    scope: 'product',
    scopeId: (c, arm) => `products/${needProduct(arm, param(c, 'product')).id}`,
  },
  {
    path: '/apis/:api/policies',
    scope: 'api',
    scopeId: (c, arm) => `apis/${needApi(arm, param(c, 'api')).id}`,
  },
  {
    path: '/apis/:api/operations/:operation/policies',
    scope: 'operation',
    scopeId: (c, arm) => {
      const api = needApi(arm, param(c, 'api'));
      return `apis/${api.id}/operations/${needOperation(api, param(c, 'operation')).id}`;
    },
  },
];

/** Policy documents of all four scopes. They are checked as they come, and enforced as they are. */
export function policyRoutes(app: Hono, arm: ArmService): void {
  for (const place of places) routesOf(app, arm, place);
}

function routesOf(app: Hono, arm: ArmService, place: Place): void {
  const { policies } = arm.state;
  const one = `${place.path}/policy`;

  app.get(place.path, (c) => {
    const row = policies.get(place.scopeId(c, arm));
    const rows = row ? [row] : [];
    return answerPage(c, rows, {
      pageSize: arm.settings.pageSize,
      render: (policy) => render(arm, policy, 'xml'),
    });
  });

  app.get(one, (c) => {
    const row = policies.get(place.scopeId(c, arm));
    if (!row) throw resourceNotFound('Policy');
    const format = c.req.query('format') ?? 'xml';
    if (format !== 'xml' && format !== 'rawxml') {
      throw invalidFields([{ target: 'format', message: "Must be 'xml' or 'rawxml'." }]);
    }
    return answerJson(c, render(arm, row, format), { row });
  });

  app.put(one, async (c) => {
    const id = place.scopeId(c, arm);
    const before = policies.get(id);
    checkIfMatch(c, before);
    const { value, format } = await readProperties(c, policySchema);
    if (format === 'xml-link' || format === 'rawxml-link')
      throw notDone(`The emulator fetches no policies: it has no format '${format}'.`);
    const parsed = parsePolicy(value, place.scope);
    if (parsed.kind === 'invalid') throw invalidFields(parsed.problems);
    if (parsed.kind === 'absent')
      throw notDone(`The emulator has no policy ${parsed.names.join(', ')}.`);
    const row = policies.put({ id, revision: arm.state.nextRevision(), format, value });
    return answerJson(c, render(arm, row, format), { row, status: before ? 200 : 201 });
  });

  app.delete(one, (c) => {
    const row = policies.get(place.scopeId(c, arm));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    policies.delete(row.id);
    return answerNothing(c, 200);
  });
}

function render(arm: ArmService, row: PolicyRow, format: 'xml' | 'rawxml'): unknown {
  const at = row.id === '' ? '' : `/${row.id}`;
  const kinds = row.id.split('/').filter((_, index) => index % 2 === 0 && row.id !== '');
  return {
    id: resourceId(arm.settings, `${at}/policies/policy`),
    type: ['Microsoft.ApiManagement/service', ...kinds, 'policies'].join('/'),
    name: 'policy',
    properties: { format, value: row.value },
  };
}

function param(c: Context, name: string): string {
  return c.req.param(name) ?? '';
}
