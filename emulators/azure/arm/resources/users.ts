import type { Context, Hono } from 'hono';
import { passwordHash } from '../../password-hash';
import { resourceId } from '../../service';
import { ADMINISTRATOR_ID } from '../../state/azure-state';
import { groupsOf } from '../../state/membership';
import type { UserRow } from '../../state/rows';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, resourceNotFound, validationError } from '../arm-error';
import { checkId, checkIfMatch, queryFlag, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows, soleEquality } from '../row-filter';
import { type UserCreate, type UserUpdate, userCreateSchema, userUpdateSchema } from '../user-body';
import { groupFields, groupProperties } from './render-group';

export function userRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;
  const { pageSize } = settings;

  app.get('/users', (c) => {
    const withGroups = queryFlag(c, 'expandGroups');
    return answerPage(c, findUsers(c, arm), {
      pageSize,
      render: (row) => renderUser(arm, row, withGroups),
    });
  });

  app.get('/users/:id', (c) => {
    const deleted = arm.operations.poll(c, (code) => answerNothing(c, code === 204 ? 204 : 200));
    if (deleted) return deleted;
    const row = needUser(arm, c.req.param('id'));
    return answerJson(c, renderUser(arm, row, true), { row });
  });

  app.put('/users/:id', async (c) => {
    const id = c.req.param('id');
    checkId(id, { target: 'userId', max: 80 });
    const before = state.users.get(id);
    checkIfMatch(c, before);
    const input = await readProperties(c, userCreateSchema);
    refuseTakenEmail(arm, id, input.email);
    const row = state.users.put(fromCreate(arm, id, input, before));
    return answerJson(c, renderUser(arm, row, true), { row, status: before ? 200 : 201 });
  });

  app.patch('/users/:id', async (c) => {
    const before = needUser(arm, c.req.param('id'));
    checkIfMatch(c, before);
    const input = await readProperties(c, userUpdateSchema);
    if (input.email !== undefined) refuseTakenEmail(arm, before.id, input.email);
    const row = state.users.put(updated(arm, before, input));
    return answerJson(c, renderUser(arm, row, true), { row });
  });

  app.delete('/users/:id', (c) => {
    const row = state.users.get(c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    if (row.id === ADMINISTRATOR_ID) throw validationError('The administrator cannot be deleted.');
    const owned = state.subscriptions.ownedBy(row.id);
    if (owned.length > 0 && !queryFlag(c, 'deleteSubscriptions')) {
      throw validationError('User has subscriptions. Set deleteSubscriptions to delete them too.');
    }
    for (const subscription of owned) state.subscriptions.delete(subscription.id);
    for (const group of state.groups.filter((one) => one.userIds.includes(row.id))) {
      const userIds = group.userIds.filter((id) => id !== row.id);
      state.groups.put({ ...group, userIds, revision: state.nextRevision() });
    }
    state.users.delete(row.id);
    // Before that version it was an ordinary deletion.
    if ((c.req.query('api-version') ?? '') < '2024-05-01') return answerNothing(c, 200);
    return arm.operations.accept(c, { code: 204, polls: arm.switches.now.pendingPolls });
  });

  app.get('/users/:id/groups', (c) => {
    const user = needUser(arm, c.req.param('id'));
    return answerPage(c, filterRows(c, groupsOf(state, user.id), groupFields), {
      pageSize,
      render: (group) => ({
        id: resourceId(settings, `/users/${user.id}/groups/${group.id}`),
        type: 'Microsoft.ApiManagement/service/users/groups',
        name: group.id,
        properties: groupProperties(group),
      }),
    });
  });

  app.get('/users/:id/identities', (c) => {
    const user = needUser(arm, c.req.param('id'));
    return answerPage(c, user.identities, { pageSize, render: (identity) => identity });
  });
}

export function needUser(arm: ArmService, id: string): UserRow {
  const row = arm.state.users.get(id);
  if (!row) throw resourceNotFound('User');
  return row;
}

export function renderUser(arm: ArmService, row: UserRow, withGroups: boolean): unknown {
  return {
    id: resourceId(arm.settings, `/users/${row.id}`),
    type: 'Microsoft.ApiManagement/service/users',
    name: row.id,
    properties: {
      firstName: row.firstName,
      lastName: row.lastName,
      email: row.email,
      state: row.state,
      registrationDate: new Date(row.registeredMs).toISOString(),
      note: row.note,
      groups: withGroups ? groupsOf(arm.state, row.id).map(groupProperties) : [],
      identities: row.identities,
    },
  };
}

export const userFields: FilterFields<UserRow> = {
  name: { value: (row) => row.id, allows: 'all' },
  firstName: { value: (row) => row.firstName, allows: 'all' },
  lastName: { value: (row) => row.lastName, allows: 'all' },
  email: { value: (row) => row.email, allows: 'all' },
  state: { value: (row) => row.state, allows: ['eq'] },
  registrationDate: {
    value: (row) => new Date(row.registeredMs).toISOString(),
    allows: ['ge', 'le', 'eq', 'ne', 'gt', 'lt'],
    type: 'instant',
  },
  note: { value: (row) => row.note, allows: 'all' },
};

function findUsers(c: Context, arm: ArmService): readonly UserRow[] {
  const email = soleEquality(c, 'email');
  if (email !== null) {
    const row = arm.state.users.withEmail(email);
    return row ? [row] : [];
  }
  return filterRows(c, arm.state.users.all(), userFields);
}

function refuseTakenEmail(arm: ArmService, id: string, email: string): void {
  const holder = arm.state.users.withEmail(email);
  if (!holder || holder.id === id) return;
  throw invalidFields([{ target: 'email', message: 'A user with this email already exists.' }]);
}

function fromCreate(
  arm: ArmService,
  id: string,
  input: UserCreate,
  before: UserRow | undefined,
): UserRow {
  return {
    id,
    revision: arm.state.nextRevision(),
    email: input.email,
    firstName: input.firstName,
    lastName: input.lastName,
    state: input.state,
    note: input.note ?? null,
    identities: input.identities ?? [{ provider: 'Basic', id: input.email }],
    registeredMs: before?.registeredMs ?? arm.world.clock.nowMs(),
    passwordHash: hashOf(arm, input.password) ?? before?.passwordHash ?? null,
  };
}

function updated(arm: ArmService, before: UserRow, input: UserUpdate): UserRow {
  const email = input.email ?? before.email;
  const identities =
    input.identities ??
    before.identities.map((one) => (one.provider === 'Basic' ? { ...one, id: email } : one));
  return {
    ...before,
    revision: arm.state.nextRevision(),
    email,
    firstName: input.firstName ?? before.firstName,
    lastName: input.lastName ?? before.lastName,
    state: input.state ?? before.state,
    note: input.note === undefined ? before.note : input.note,
    identities,
    passwordHash: hashOf(arm, input.password) ?? before.passwordHash ?? null,
  };
}

function hashOf(arm: ArmService, password: string | null | undefined): string | null {
  return password == null ? null : passwordHash(arm.state.secret, password);
}
