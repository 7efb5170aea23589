import type { Hono } from 'hono';
import { z } from 'zod';
import { groupsOf } from '../../state/membership';
import type { GroupRow } from '../../state/rows';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { validationError } from '../arm-error';
import { checkId, checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { filterRows } from '../row-filter';
import { groupFields, needGroup, renderGroup } from './render-group';
import { needUser, renderUser, userFields } from './users';

const groupSchema = z.strictObject({
  displayName: z.string().min(1).max(300),
  description: z.string().max(1000).nullish(),
  type: z.enum(['custom', 'external']).default('custom'),
  externalId: z.string().nullish(),
});

const groupPatchSchema = z.strictObject({
  displayName: z.string().min(1).max(300).optional(),
  description: z.string().max(1000).nullish(),
  type: z.enum(['custom', 'external']).optional(),
  externalId: z.string().nullish(),
});

export function groupRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;
  const { pageSize } = settings;
  const render = (row: GroupRow) => renderGroup(arm, row);

  app.get('/groups', (c) =>
    answerPage(c, filterRows(c, state.groups.all(), groupFields), { pageSize, render }),
  );

  app.get('/groups/:id', (c) => {
    const row = needGroup(arm, c.req.param('id'));
    return answerJson(c, render(row), { row });
  });

  app.put('/groups/:id', async (c) => {
    const id = c.req.param('id');
    checkId(id, { target: 'groupId', max: 256 });
    const before = state.groups.get(id);
    checkIfMatch(c, before);
    if (before?.type === 'system') throw validationError('System groups cannot be changed.');
    const input = await readProperties(c, groupSchema);
    const row = state.groups.put({
      id,
      revision: state.nextRevision(),
      displayName: input.displayName,
      description: input.description ?? null,
      type: input.type,
      externalId: input.externalId ?? null,
      userIds: before?.userIds ?? [],
    });
    return answerJson(c, render(row), { row, status: before ? 200 : 201 });
  });

  app.patch('/groups/:id', async (c) => {
    const before = needGroup(arm, c.req.param('id'));
    checkIfMatch(c, before);
    if (before.type === 'system') throw validationError('System groups cannot be changed.');
    const input = await readProperties(c, groupPatchSchema);
    const row = state.groups.put({
      ...before,
      revision: state.nextRevision(),
      displayName: input.displayName ?? before.displayName,
      description: input.description === undefined ? before.description : input.description,
      type: input.type ?? before.type,
      externalId: input.externalId === undefined ? before.externalId : input.externalId,
    });
    return answerJson(c, render(row), { row });
  });

  app.delete('/groups/:id', (c) => {
    const row = state.groups.get(c.req.param('id'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    if (row.type === 'system') throw validationError('System groups cannot be deleted.');
    state.groups.delete(row.id);
    return answerNothing(c, 200);
  });

  app.get('/groups/:id/users', (c) => {
    const group = needGroup(arm, c.req.param('id'));
    const members = [...state.users.all()].filter((user) => isIn(arm, group, user.id));
    return answerPage(c, filterRows(c, members, userFields), {
      pageSize,
      render: (row) => renderUser(arm, row, false),
    });
  });

  // Only HEAD exists; it reaches us as GET.
  app.get('/groups/:id/users/:user', (c) => {
    const group = needGroup(arm, c.req.param('id'));
    return answerNothing(c, isIn(arm, group, c.req.param('user')) ? 204 : 404);
  });

  app.put('/groups/:id/users/:user', (c) => {
    const group = needGroup(arm, c.req.param('id'));
    const user = needUser(arm, c.req.param('user'));
    const isNew = !isIn(arm, group, user.id);
    if (isNew) put(arm, group, [...group.userIds, user.id]);
    return answerJson(c, renderUser(arm, user, true), { row: user, status: isNew ? 201 : 200 });
  });

  app.delete('/groups/:id/users/:user', (c) => {
    const group = needGroup(arm, c.req.param('id'));
    const userId = c.req.param('user');
    if (!group.userIds.includes(userId)) return answerNothing(c, 204);
    put(
      arm,
      group,
      group.userIds.filter((id) => id !== userId),
    );
    return answerNothing(c, 200);
  });
}

function isIn(arm: ArmService, group: GroupRow, userId: string): boolean {
  if (!arm.state.users.get(userId)) return false;
  return groupsOf(arm.state, userId).some((one) => one.id === group.id);
}

function put(arm: ArmService, group: GroupRow, userIds: readonly string[]): void {
  arm.state.groups.put({ ...group, userIds, revision: arm.state.nextRevision() });
}
