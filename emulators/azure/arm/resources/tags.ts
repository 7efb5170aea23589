import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { resourceId } from '../../service';
import type { TagRow } from '../../state/rows';
import { isTagOn, readTaggedKind, tagsOf } from '../../state/tagging';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import { invalidFields, resourceNotFound } from '../arm-error';
import { checkId, checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { type FilterFields, filterRows } from '../row-filter';
import { needOperation } from './api-operations';
import { needApi } from './apis';
import { needProduct } from './products';

const tagSchema = z.strictObject({ displayName: z.string().min(1).max(160) });

/** Tags, and what they are on. */
export function tagRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;
  const render = (row: TagRow) => renderTag(arm, row, '');

  app.get('/tags', (c) => {
    const rows = filterRows(c, state.tags.all(), tagFields).filter((row) => isInScope(c, arm, row));
    return answerPage(c, rows, { pageSize: settings.pageSize, render });
  });

  app.get('/tags/:tag', (c) => {
    const row = needTag(arm, c.req.param('tag'));
    return answerJson(c, render(row), { row });
  });

  app.put('/tags/:tag', async (c) => {
    const id = c.req.param('tag');
    checkId(id, { target: 'tagId', max: 80 });
    const before = state.tags.get(id);
    checkIfMatch(c, before);
    const { displayName } = await readProperties(c, tagSchema);
    refuseTakenName(arm, id, displayName);
    const row = state.tags.put({ id, displayName, revision: state.nextRevision() });
    return answerJson(c, render(row), { row, status: before ? 200 : 201 });
  });

  app.patch('/tags/:tag', async (c) => {
    const before = needTag(arm, c.req.param('tag'));
    checkIfMatch(c, before);
    const { displayName } = await readProperties(c, tagSchema);
    refuseTakenName(arm, before.id, displayName);
    const row = state.tags.put({ ...before, displayName, revision: state.nextRevision() });
    return answerJson(c, render(row), { row });
  });

  app.delete('/tags/:tag', (c) => {
    const row = state.tags.get(c.req.param('tag'));
    checkIfMatch(c, row);
    if (!row) return answerNothing(c, 204);
    for (const tagged of state.tagged.filter(({ tagIds }) => tagIds.includes(row.id))) {
      state.tagged.put({ ...tagged, tagIds: tagged.tagIds.filter((id) => id !== row.id) });
    }
    state.tags.delete(row.id);
    return answerNothing(c, 200);
  });

  for (const place of places) assignmentRoutes(app, arm, place);
}

interface Place {
  readonly path: string;
  /** What is tagged, once it is known to exist: the id under which its tags are kept. */
  readonly taggedId: (c: Context, arm: ArmService) => string;
}

const places: readonly Place[] = [
  {
    path: '/products/:product/tags',
    taggedId: (c, arm) => `products/${needProduct(arm, c.req.param('product') ?? '').id}`,
  },
  {
    path: '/apis/:api/tags',
    taggedId: (c, arm) => `apis/${needApi(arm, c.req.param('api') ?? '').id}`,
  },
  {
    path: '/apis/:api/operations/:operation/tags',
    taggedId: (c, arm) => {
      const api = needApi(arm, c.req.param('api') ?? '');
      const operation = needOperation(api, c.req.param('operation') ?? '');
      return `apis/${api.id}/operations/${operation.id}`;
    },
  },
];

function assignmentRoutes(app: Hono, arm: ArmService, { path, taggedId }: Place): void {
  const { state, settings } = arm;

  app.get(path, (c) => {
    const id = taggedId(c, arm);
    const rows = filterRows(c, tagsOf(state, id), tagFields);
    const render = (row: TagRow) => renderTag(arm, row, id);
    return answerPage(c, rows, { pageSize: settings.pageSize, render });
  });

  app.get(`${path}/:tag`, (c) => {
    const id = taggedId(c, arm);
    const row = tagsOf(state, id).find((one) => one.id === c.req.param('tag'));
    if (!row) throw resourceNotFound('Tag');
    return answerJson(c, renderTag(arm, row, id), { row });
  });

  app.put(`${path}/:tag`, (c) => {
    const id = taggedId(c, arm);
    const row = needTag(arm, c.req.param('tag'));
    const tagIds = tagsOf(state, id).map((one) => one.id);
    const isNew = !tagIds.includes(row.id);
    if (isNew) state.tagged.put({ id, tagIds: [...tagIds, row.id] });
    return answerJson(c, renderTag(arm, row, id), { row, status: isNew ? 201 : 200 });
  });

  app.delete(`${path}/:tag`, (c) => {
    const id = taggedId(c, arm);
    const tagIds = tagsOf(state, id).map((one) => one.id);
    if (!tagIds.includes(c.req.param('tag'))) return answerNothing(c, 204);
    state.tagged.put({ id, tagIds: tagIds.filter((one) => one !== c.req.param('tag')) });
    return answerNothing(c, 200);
  });
}

function needTag(arm: ArmService, id: string | undefined): TagRow {
  const row = arm.state.tags.get(id ?? '');
  if (!row) throw resourceNotFound('Tag');
  return row;
}

function renderTag(arm: ArmService, row: TagRow, taggedId: string): unknown {
  const below = taggedId === '' ? '' : `/${taggedId}`;
  const kinds = taggedId.split('/').filter((_, index) => taggedId !== '' && index % 2 === 0);
  return {
    id: resourceId(arm.settings, `${below}/tags/${row.id}`),
    type: ['Microsoft.ApiManagement/service', ...kinds, 'tags'].join('/'),
    name: row.id,
    properties: { displayName: row.displayName },
  };
}

const tagFields: FilterFields<TagRow> = {
  name: { value: (row) => row.id, allows: 'all' },
  displayName: { value: (row) => row.displayName, allows: 'all' },
};

function refuseTakenName(arm: ArmService, id: string, displayName: string): void {
  const same = displayName.toLowerCase();
  const holder = arm.state.tags.find((one) => one.displayName.toLowerCase() === same);
  if (!holder || holder.id === id) return;
  const message = `A tag with the name '${displayName}' already exists.`;
  throw invalidFields([{ target: 'displayName', message }]);
}

/** `?scope=api` asks for tags that are on at least one API. */
function isInScope(c: Context, { state }: ArmService, row: TagRow): boolean {
  const text = c.req.query('scope');
  if (text === undefined) return true;
  const kind = readTaggedKind(text);
  if (kind) return isTagOn(state, row.id, kind);
  throw invalidFields([{ target: 'scope', message: 'Must be api, operation or product.' }]);
}
