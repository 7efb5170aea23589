import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { answerJson, answerNothing, answerPage } from '../arm/arm-answer';
import { ArmError, resourceNotFound, validationError } from '../arm/arm-error';
import { checkId, checkIfMatch, needIfMatch } from '../arm/arm-request';
import { type FilterFields, filterRows } from '../arm/row-filter';
import {
  datesAfter,
  newKey,
  readScope,
  refuseOpenProduct,
  refuseOverLimit,
  refuseTakenKeys,
} from '../arm/subscription-rules';
import { passwordHash } from '../password-hash';
import type { Service } from '../service';
import { isVisible } from '../state/membership';
import type { SubscriptionRow } from '../state/rows';
import { name, readFlat } from './body';
import { flatSubscription, flatUser, scopeText } from './flat';
import { needSelf } from './reader';

const userPatch = z.strictObject({
  firstName: name.optional(),
  lastName: name.optional(),
  password: z.string().min(8).optional(),
});
const subscriptionPost = z.strictObject({ scope: z.string().min(1), name });
const subscriptionPatch = z.strictObject({
  name: name.optional(),
  state: z.string().toLowerCase().pipe(z.literal('cancelled')).optional(),
});

/** The user's own account and subscriptions. With delegation on, nothing is bought or ended here. */
export function userRoutes(app: Hono, service: Service): void {
  const { state, settings, world } = service;

  app.get('/users/:user', (c) => {
    const row = needSelf(c, service);
    return answerJson(c, flatUser(row), { row });
  });

  app.patch('/users/:user', async (c) => {
    const before = needSelf(c, service);
    refuseDelegated('userRegistration');
    needIfMatch(c);
    checkIfMatch(c, before);
    const { password, ...input } = await readFlat(c, userPatch);
    const row = state.users.put({
      ...before,
      firstName: input.firstName ?? before.firstName,
      lastName: input.lastName ?? before.lastName,
      ...(password === undefined ? {} : { passwordHash: passwordHash(state.secret, password) }),
      revision: state.nextRevision(),
    });
    return answerJson(c, flatUser(row), { row });
  });

  app.get('/users/:user/subscriptions', (c) => {
    const user = needSelf(c, service);
    const rows = filterRows(c, state.subscriptions.ownedBy(user.id), subscriptionFields);
    return answerPage(c, rows, { pageSize: settings.pageSize, render: flatSubscription });
  });

  app.post('/users/:user/subscriptions', (c) => create(c, randomBytes(12).toString('hex')));
  app.post('/users/:user/subscriptions/:id', (c) => create(c, c.req.param('id')));

  app.get('/users/:user/subscriptions/:id', (c) => {
    const row = own(c);
    return answerJson(c, flatSubscription(row), { row });
  });

  app.patch('/users/:user/subscriptions/:id', async (c) => {
    const before = own(c);
    needIfMatch(c);
    checkIfMatch(c, before);
    const input = await readFlat(c, subscriptionPatch);
    if (input.state !== undefined) refuseDelegated('subscriptions');
    const next = input.state ?? before.state;
    const row = state.subscriptions.put({
      ...before,
      displayName: input.name ?? before.displayName,
      state: next,
      ...datesAfter(next, before, world.clock.nowMs()),
      revision: state.nextRevision(),
    });
    return answerJson(c, flatSubscription(row), { row });
  });

  app.post('/users/:user/subscriptions/:id/listSecrets', (c) => {
    const row = own(c);
    const { primaryKey, secondaryKey } = row;
    return answerJson(c, { primaryKey, secondaryKey }, { row });
  });

  for (const [path, key] of [
    ['regeneratePrimaryKey', 'primaryKey'],
    ['regenerateSecondaryKey', 'secondaryKey'],
  ] as const) {
    app.post(`/users/:user/subscriptions/:id/${path}`, (c) => {
      state.subscriptions.put({ ...own(c), [key]: newKey(), revision: state.nextRevision() });
      return answerNothing(c, 204);
    });
  }

  async function create(c: Context, id: string): Promise<Response> {
    const user = needSelf(c, service);
    refuseDelegated('subscriptions');
    checkId(id, { target: 'sid', max: 256 });
    if (state.subscriptions.get(id)) {
      throw new ArmError(409, 'Conflict', `Subscription '${id}' already exists.`);
    }
    const input = await readFlat(c, subscriptionPost);
    const scope = readScope(service, input.scope);
    const product = scope.kind === 'product' ? state.products.get(scope.id) : undefined;
    if (!product || !isVisible(state, product, user.id)) throw resourceNotFound('Product');
    const nowMs = world.clock.nowMs();
    const first = product.approvalRequired ? 'submitted' : 'active';
    const row: SubscriptionRow = {
      id,
      revision: state.nextRevision(),
      ownerId: user.id,
      scope,
      displayName: input.name,
      state: first,
      stateComment: null,
      primaryKey: newKey(),
      secondaryKey: newKey(),
      allowTracing: false,
      createdMs: nowMs,
      expirationMs: null,
      ...datesAfter(first, { startMs: null, endMs: null }, nowMs),
    };
    refuseOpenProduct(service, row.scope);
    refuseOverLimit(service, row);
    refuseTakenKeys(service, row);
    state.subscriptions.put(row);
    return answerJson(c, flatSubscription(row), { row, status: 201 });
  }

  function own(c: Context): SubscriptionRow {
    const user = needSelf(c, service);
    const row = state.subscriptions.get(c.req.param('id') ?? '');
    if (row?.ownerId !== user.id) throw resourceNotFound('Subscription');
    return row;
  }

  function refuseDelegated(what: 'subscriptions' | 'userRegistration'): void {
    if (!state.portal.delegation[what]) return;
    throw validationError('This is delegated: ask for its address under /delegation/urls.');
  }
}

const subscriptionFields: FilterFields<SubscriptionRow> = {
  id: { value: (row) => row.id, allows: 'all' },
  name: { value: (row) => row.displayName, allows: 'all' },
  scope: { value: scopeText, allows: 'all' },
  // As an older edition of the portal asks.
  'properties/scope': { value: scopeText, allows: 'all' },
  state: { value: (row) => row.state, allows: ['eq'] },
};
