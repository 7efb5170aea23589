import type { Hono } from 'hono';
import { z } from 'zod';
import { resourceId } from '../../service';
import type { ProductRow } from '../../state/rows';
import { untag, withTags } from '../../state/tagging';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, resourceNotFound, validationError } from '../arm-error';
import { checkId, checkIfMatch, queryFlag, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows } from '../row-filter';
import { groupProperties } from './render-group';

const fields = {
  displayName: z.string().min(1).max(300),
  description: z.string().max(1000).nullish(),
  terms: z.string().nullish(),
  subscriptionRequired: z.boolean().nullish(),
  approvalRequired: z.boolean().nullish(),
  subscriptionsLimit: z.number().int().min(1).nullish(),
  state: z.enum(['published', 'notPublished']).nullish(),
};
const productSchema = z.strictObject(fields);
const productPatchSchema = z.strictObject({
  ...fields,
  displayName: fields.displayName.optional(),
});

export function productRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;

  app.get('/products', (c) => {
    const withGroups = queryFlag(c, 'expandGroups');
    const rows = withTags(state, filterRows(c, state.products.all(), productFields), {
      text: c.req.query('tags'),
      taggedId: ({ id }) => `products/${id}`,
    });
    const render = (row: ProductRow) => renderProduct(arm, row, withGroups);
    return answerPage(c, rows, { pageSize: settings.pageSize, render });
  });

  app.get('/products/:id', (c) => {
    const row = needProduct(arm, c.req.param('id'));
    return answerJson(c, renderProduct(arm, row), { row });
  });

  app.put('/products/:id', async (c) => {
    const id = c.req.param('id');
    checkId(id, { target: 'productId', max: 256 });
    const before = state.products.get(id);
    checkIfMatch(c, before);
    const input = await readProperties(c, productSchema);
    refuseInconsistent(input);
    const subscriptionRequired = input.subscriptionRequired ?? true;
    const row = state.products.put({
      id,
      revision: state.nextRevision(),
      displayName: input.displayName,
      description: input.description ?? null,
      terms: input.terms ?? null,
      subscriptionRequired,
      approvalRequired: subscriptionRequired ? (input.approvalRequired ?? false) : null,
      subscriptionsLimit: input.subscriptionsLimit ?? null,
      state: input.state ?? before?.state ?? 'notPublished',
      apiIds: before?.apiIds ?? [],
      // A new product is for administrators only, until it is linked with more groups.
      groupIds: before?.groupIds ?? ['administrators'],
    });
    return answerJson(c, renderProduct(arm, row), { row, status: before ? 200 : 201 });
  });

  app.patch('/products/:id', async (c) => {
    const before = needProduct(arm, c.req.param('id'));
    checkIfMatch(c, before);
    const input = await readProperties(c, productPatchSchema);
    const subscriptionRequired = input.subscriptionRequired ?? before.subscriptionRequired;
    refuseInconsistent({ ...input, subscriptionRequired });
    const row = state.products.put({
      ...before,
      revision: state.nextRevision(),
      displayName: input.displayName ?? before.displayName,
      description: input.description === undefined ? before.description : input.description,
      terms: input.terms === undefined ? before.terms : input.terms,
      subscriptionRequired,
      // What is opened has neither any more.
      approvalRequired: subscriptionRequired
        ? (input.approvalRequired ?? before.approvalRequired ?? false)
        : null,
      subscriptionsLimit: !subscriptionRequired
        ? null
        : input.subscriptionsLimit === undefined
          ? before.subscriptionsLimit
          : input.subscriptionsLimit,
      state: input.state ?? before.state,
    });
    return answerJson(c, renderProduct(arm, row), { row });
  });

  app.delete('/products/:id', (c) => {
    const row = state.products.get(c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    const owned = [...state.subscriptions.all()].filter(
      ({ scope }) => scope.kind === 'product' && scope.id === row.id,
    );
    if (owned.length > 0 && !queryFlag(c, 'deleteSubscriptions')) {
      throw validationError('Product cannot be deleted since it has existing subscriptions.');
    }
    for (const subscription of owned) state.subscriptions.delete(subscription.id);
    state.policies.delete(`products/${row.id}`);
    untag(state, `products/${row.id}`);
    state.products.delete(row.id);
    return answerNothing(c, 200);
  });
}

export function needProduct(arm: ArmService, id: string): ProductRow {
  const row = arm.state.products.get(id);
  if (!row) throw resourceNotFound('Product');
  return row;
}

export function renderProduct(arm: ArmService, row: ProductRow, withGroups = false): unknown {
  const groups = row.groupIds.flatMap((id) => arm.state.groups.get(id) ?? []);
  return {
    id: resourceId(arm.settings, `/products/${row.id}`),
    type: 'Microsoft.ApiManagement/service/products',
    name: row.id,
    properties: {
      displayName: row.displayName,
      description: row.description,
      terms: row.terms,
      subscriptionRequired: row.subscriptionRequired,
      approvalRequired: row.approvalRequired,
      subscriptionsLimit: row.subscriptionsLimit,
      state: row.state,
      ...(withGroups
        ? { groups: groups.map((group) => ({ name: group.id, ...groupProperties(group) })) }
        : {}),
    },
  };
}

export const productFields: FilterFields<ProductRow> = {
  name: { value: (row) => row.id, allows: 'all' },
  displayName: { value: (row) => row.displayName, allows: 'all' },
  description: { value: (row) => row.description, allows: 'all' },
  terms: { value: (row) => row.terms, allows: 'all' },
  state: { value: (row) => row.state, allows: ['eq'] },
};

/**
 * Microsoft Learn: products. Approval and a limit may be asked for only together with `subscriptionRequired`,
 * which stands in the request itself unless the product has it already.
 */
function refuseInconsistent(input: {
  subscriptionRequired?: boolean | null | undefined;
  approvalRequired?: boolean | null | undefined;
  subscriptionsLimit?: number | null | undefined;
}): void {
  if (input.subscriptionRequired === true) return;
  const target = input.approvalRequired
    ? 'approvalRequired'
    : input.subscriptionsLimit == null
      ? undefined
      : 'subscriptionsLimit';
  if (target === undefined) return;
  const message = `${target} can be present only if subscriptionRequired is present and true.`;
  throw invalidFields([{ target, message }]);
}
