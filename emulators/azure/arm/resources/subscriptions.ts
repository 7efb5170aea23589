import type { Context, Hono } from 'hono';
import { resourceId } from '../../service';
import type { SubscriptionRow } from '../../state/rows';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { resourceNotFound } from '../arm-error';
import { checkId, checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows } from '../row-filter';
import {
  type SubscriptionCreate,
  type SubscriptionUpdate,
  subscriptionCreateSchema,
  subscriptionUpdateSchema,
} from '../subscription-body';
import {
  datesAfter,
  newKey,
  readOwner,
  readScope,
  refuseOpenProduct,
  refuseOverLimit,
  refuseTakenKeys,
} from '../subscription-rules';
import { needUser } from './users';

export function subscriptionRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;

  app.get('/subscriptions', (c) => answerList(c, arm, state.subscriptions.all()));

  app.get('/subscriptions/:id', (c) => {
    const row = needSubscription(arm, c.req.param('id'));
    return answerJson(c, renderSubscription(arm, row), { row });
  });

  app.put('/subscriptions/:id', async (c) => {
    const id = c.req.param('id');
    checkId(id, { target: 'sid', max: 256 });
    const before = state.subscriptions.get(id);
    checkIfMatch(c, before);
    const input = await readProperties(c, subscriptionCreateSchema);
    const wanted = fromCreate(arm, id, input, before);
    refuseOpenProduct(arm, wanted.scope);
    const row = put(arm, wanted);
    return answerJson(c, renderSubscription(arm, row), { row, status: before ? 200 : 201 });
  });

  app.patch('/subscriptions/:id', async (c) => {
    const before = needSubscription(arm, c.req.param('id'));
    checkIfMatch(c, before);
    const input = await readProperties(c, subscriptionUpdateSchema);
    const wanted = updated(arm, before, input);
    if (input.scope !== undefined) refuseOpenProduct(arm, wanted.scope);
    const row = put(arm, wanted);
    return answerJson(c, renderSubscription(arm, row), { row });
  });

  app.delete('/subscriptions/:id', (c) => {
    const row = state.subscriptions.get(c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    state.subscriptions.delete(row.id);
    return answerNothing(c, 200);
  });

  app.post('/subscriptions/:id/listsecrets', (c) => {
    const row = needSubscription(arm, c.req.param('id'));
    const { primaryKey, secondaryKey } = row;
    return answerJson(c, { primaryKey, secondaryKey }, { row });
  });

  for (const name of ['primaryKey', 'secondaryKey'] as const) {
    app.post(`/subscriptions/:id/regenerate${name.toLowerCase()}`, (c) => {
      const row = needSubscription(arm, c.req.param('id'));
      state.subscriptions.put({ ...row, revision: state.nextRevision(), [name]: newKey() });
      return answerNothing(c, 204);
    });
  }

  app.get('/users/:user/subscriptions', (c) => {
    const user = needUser(arm, c.req.param('user'));
    return answerList(c, arm, state.subscriptions.ownedBy(user.id), user.id);
  });

  app.get('/users/:user/subscriptions/:id', (c) => {
    const user = needUser(arm, c.req.param('user'));
    const row = needSubscription(arm, c.req.param('id'));
    if (row.ownerId !== user.id) throw resourceNotFound('Subscription');
    return answerJson(c, renderSubscription(arm, row, user.id), { row });
  });

  function answerList(
    c: Context,
    service: ArmService,
    rows: Iterable<SubscriptionRow>,
    userId?: string,
  ): Response {
    return answerPage(c, filterRows(c, rows, subscriptionFields(service)), {
      pageSize: settings.pageSize,
      render: (row) => renderSubscription(service, row, userId),
    });
  }
}

export function needSubscription(arm: ArmService, id: string): SubscriptionRow {
  const row = arm.state.subscriptions.get(id);
  if (!row) throw resourceNotFound('Subscription');
  return row;
}

/** Never with keys: those come from listSecrets only. Under a user its address is another. */
export function renderSubscription(
  arm: ArmService,
  row: SubscriptionRow,
  userId?: string,
): unknown {
  const under = userId === undefined ? '' : `/users/${userId}`;
  const type = userId === undefined ? 'subscriptions' : 'users/subscriptions';
  return {
    id: resourceId(arm.settings, `${under}/subscriptions/${row.id}`),
    type: `Microsoft.ApiManagement/service/${type}`,
    name: row.id,
    properties: {
      ownerId: ownerText(arm, row),
      scope: scopeText(arm, row),
      displayName: row.displayName,
      state: row.state,
      createdDate: new Date(row.createdMs).toISOString(),
      startDate: dateText(row.startMs),
      expirationDate: dateText(row.expirationMs),
      endDate: dateText(row.endMs),
      notificationDate: null,
      stateComment: row.stateComment,
      allowTracing: row.allowTracing,
    },
  };
}

function dateText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function ownerText(arm: ArmService, row: SubscriptionRow): string | null {
  return row.ownerId === null ? null : resourceId(arm.settings, `/users/${row.ownerId}`);
}

function scopeText(arm: ArmService, { scope }: SubscriptionRow): string {
  if (scope.kind === 'all-apis') return resourceId(arm.settings, '/apis');
  const collection = scope.kind === 'product' ? 'products' : 'apis';
  return resourceId(arm.settings, `/${collection}/${scope.id}`);
}

export function subscriptionFields(arm: ArmService): FilterFields<SubscriptionRow> {
  const productId = (row: SubscriptionRow) => (row.scope.kind === 'product' ? row.scope.id : null);
  return {
    name: { value: (row) => row.id, allows: 'all' },
    displayName: { value: (row) => row.displayName, allows: 'all' },
    stateComment: { value: (row) => row.stateComment, allows: 'all' },
    ownerId: { value: (row) => ownerText(arm, row), allows: 'all' },
    scope: { value: (row) => scopeText(arm, row), allows: 'all' },
    userId: { value: (row) => row.ownerId, allows: 'all' },
    productId: { value: productId, allows: 'all' },
    state: { value: (row) => row.state, allows: ['eq'] },
  };
}

function put(arm: ArmService, row: SubscriptionRow): SubscriptionRow {
  refuseOverLimit(arm, row);
  refuseTakenKeys(arm, row);
  return arm.state.subscriptions.put(row);
}

/** A PUT says all: on an existing subscription it replaces owner, scope and state. Keys stay. */
function fromCreate(
  arm: ArmService,
  id: string,
  input: SubscriptionCreate,
  before: SubscriptionRow | undefined,
): SubscriptionRow {
  const nowMs = arm.world.clock.nowMs();
  const state = input.state ?? 'submitted';
  return {
    id,
    revision: arm.state.nextRevision(),
    ownerId: input.ownerId == null ? null : readOwner(arm, input.ownerId),
    scope: readScope(arm, input.scope),
    displayName: input.displayName,
    state,
    stateComment: before?.stateComment ?? null,
    primaryKey: input.primaryKey ?? before?.primaryKey ?? newKey(),
    secondaryKey: input.secondaryKey ?? before?.secondaryKey ?? newKey(),
    allowTracing: input.allowTracing ?? before?.allowTracing ?? false,
    createdMs: before?.createdMs ?? nowMs,
    expirationMs: before?.expirationMs ?? null,
    ...datesAfter(state, before ?? { startMs: null, endMs: null }, nowMs),
  };
}

function updated(
  arm: ArmService,
  before: SubscriptionRow,
  input: SubscriptionUpdate,
): SubscriptionRow {
  const state = input.state ?? before.state;
  const { expirationDate } = input;
  return {
    ...before,
    revision: arm.state.nextRevision(),
    ownerId: input.ownerId === undefined ? before.ownerId : readOwner(arm, input.ownerId),
    scope: input.scope === undefined ? before.scope : readScope(arm, input.scope),
    displayName: input.displayName ?? before.displayName,
    state,
    stateComment: input.stateComment === undefined ? before.stateComment : input.stateComment,
    primaryKey: input.primaryKey ?? before.primaryKey,
    secondaryKey: input.secondaryKey ?? before.secondaryKey,
    allowTracing: input.allowTracing ?? before.allowTracing,
    expirationMs:
      expirationDate === undefined
        ? before.expirationMs
        : expirationDate === null
          ? null
          : Date.parse(expirationDate),
    ...datesAfter(state, before, arm.world.clock.nowMs()),
  };
}
