import type { Context, Hono } from 'hono';
import { answerJson, answerPage } from '../arm/arm-answer';
import { resourceNotFound } from '../arm/arm-error';
import { queryFlag } from '../arm/arm-request';
import { type FilterField, type FilterFields, filterRows } from '../arm/row-filter';
import type { Service } from '../service';
import { isVisible } from '../state/membership';
import type { ApiRow, OperationRow, ProductRow, TagRow } from '../state/rows';
import { isTagOn, readTaggedKind, tagsOf, withTags } from '../state/tagging';
import { flatApi, flatOperation, flatProduct, flatTag } from './flat';
import { dataReader, needSelf } from './reader';

/** What is for sale. Guests ask without a prefix; those who are signed in below `/users/{id}`. */
export function catalogRoutes(app: Hono, service: Service): void {
  const { state, settings } = service;
  const { pageSize } = settings;

  for (const prefix of ['', '/users/:user'] as const) {
    const get = (path: string, answer: (c: Context) => Response) =>
      app.get(`${prefix}${path}`, (c) => {
        if (prefix !== '') needSelf(c, service);
        return answer(c);
      });

    get('/products', (c) => {
      const rows = filterRows(c, visibleProducts(c), productFields);
      return answerPage(c, rows, { pageSize, render: flatProduct });
    });
    get('/products/:id', (c) => {
      const row = needProduct(c);
      return answerJson(c, flatProduct(row), { row });
    });
    get('/products/:id/apis', (c) => {
      const apis = needProduct(c).apiIds.flatMap((id) => state.apis.get(id) ?? []);
      return answerPage(c, filterRows(c, apis, apiFields), { pageSize, render: flatApi });
    });

    get('/apis', (c) => {
      const rows = withTags(state, filterRows(c, visibleApis(c), apiFields), {
        text: tagNames(c),
        taggedId: ({ id }) => `apis/${id}`,
      });
      return answerPage(c, rows, { pageSize, render: flatApi });
    });
    get('/apis/:id', (c) => {
      const row = needApi(c);
      return answerJson(c, flatApi(row), { row });
    });
    get('/apis/:id/operations', (c) => {
      const api = needApi(c);
      const rows = withTags(state, filterRows(c, api.operations, operationFields), {
        text: tagNames(c),
        taggedId: ({ id }) => `apis/${api.id}/operations/${id}`,
      });
      return answerPage(c, rows, { pageSize, render: flatOperation });
    });
    get('/apis/:id/operations/:operation', (c) => {
      const id = c.req.param('operation');
      const row = needApi(c).operations.find((one) => one.id === id);
      if (!row) throw resourceNotFound('Operation');
      return answerJson(c, flatOperation(row), { row });
    });
    get('/apis/:id/operations/:operation/tags', (c) => {
      const api = needApi(c);
      const row = api.operations.find(({ id }) => id === c.req.param('operation'));
      if (!row) throw resourceNotFound('Operation');
      const tags = tagsOf(state, `apis/${api.id}/operations/${row.id}`);
      return answerPage(c, tags, { pageSize, render: flatTag });
    });
    get('/apis/:id/hostnames', (c) => {
      needApi(c);
      const host = { value: new URL(settings.gatewayUrl).host };
      return answerPage(c, [host], { pageSize, render: (row) => row });
    });
    get('/apis/:id/products', (c) => {
      const api = needApi(c);
      const rows = visibleProducts(c).filter((product) => product.apiIds.includes(api.id));
      return answerPage(c, rows, { pageSize, render: flatProduct });
    });

    get('/tags', (c) => {
      const kind = readTaggedKind(c.req.query('scope') ?? '');
      const rows = filterRows(c, state.tags.all(), tagFields).filter(
        (row) => kind === null || isTagOn(state, row.id, kind),
      );
      return answerPage(c, rows, { pageSize, render: flatTag });
    });
    // A row for each tag that it has; APIs without tags are returned on request.
    get('/apisByTags', (c) => {
      const withUntagged = queryFlag(c, 'includeNotTaggedApis');
      const rows = visibleApis(c).flatMap((api) => byTag(api, `apis/${api.id}`, withUntagged));
      return answerPage(c, filterRows(c, rows, taggedFields('api', apiFields)), {
        pageSize,
        render: ({ row, tag }) => ({ api: flatApi(row), ...(tag ? { tag: flatTag(tag) } : {}) }),
      });
    });
    get('/apis/:id/operationsByTags', (c) => {
      const api = needApi(c);
      const withUntagged = queryFlag(c, 'includeNotTaggedOperations');
      const rows = api.operations.flatMap((one) =>
        byTag(one, `apis/${api.id}/operations/${one.id}`, withUntagged),
      );
      return answerPage(c, filterRows(c, rows, taggedFields('operation', operationFields)), {
        pageSize,
        render: ({ row, tag }) => ({
          operation: flatOperation(row),
          ...(tag ? { tag: flatTag(tag) } : {}),
        }),
      });
    });
  }

  function byTag<R>(row: R, taggedId: string, withUntagged: boolean): Tagged<R>[] {
    const tags = tagsOf(state, taggedId);
    if (tags.length === 0) return withUntagged ? [{ row, tag: null }] : [];
    return tags.map((tag) => ({ row, tag }));
  }

  function visibleProducts(c: Context): ProductRow[] {
    const userId = dataReader(c, service).user?.id ?? null;
    return state.products.filter((product) => isVisible(state, product, userId));
  }

  /** APIs of the products that the reader sees. */
  function visibleApis(c: Context): ApiRow[] {
    const ids = new Set(visibleProducts(c).flatMap((product) => product.apiIds));
    return state.apis.filter((api) => ids.has(api.id));
  }

  function needProduct(c: Context): ProductRow {
    const row = visibleProducts(c).find((one) => one.id === c.req.param('id'));
    if (!row) throw resourceNotFound('Product');
    return row;
  }

  function needApi(c: Context): ApiRow {
    // A revision may follow; there is only the current one.
    const id = c.req.param('id')?.replace(/;rev=1$/, '');
    const row = visibleApis(c).find((one) => one.id === id);
    if (!row) throw resourceNotFound('API');
    return row;
  }
}

/** `tags[0]=Public&tags[1]=Beta`, as the portal asks for several. */
function tagNames(c: Context): string {
  const named = Object.entries(c.req.query()).filter(([key]) => /^tags\[\d+\]$/.test(key));
  return named.map(([, value]) => value).join(',');
}

// The portal still says properties/displayName in some of its filters, though nothing is nested any more.
const productFields: FilterFields<ProductRow> = {
  'properties/displayName': { value: (row) => row.displayName, allows: 'all' },
  id: { value: (row) => row.id, allows: 'all' },
  name: { value: (row) => row.displayName, allows: 'all' },
  description: { value: (row) => row.description, allows: 'all' },
};

const apiFields: FilterFields<ApiRow> = {
  'properties/displayName': { value: (row) => row.displayName, allows: 'all' },
  id: { value: (row) => row.id, allows: 'all' },
  name: { value: (row) => row.displayName, allows: 'all' },
  path: { value: (row) => row.path, allows: 'all' },
  isCurrent: { value: () => 'true', allows: ['eq'] },
};

const operationFields: FilterFields<OperationRow> = {
  'properties/displayName': { value: (row) => row.displayName, allows: 'all' },
  id: { value: (row) => row.id, allows: 'all' },
  name: { value: (row) => row.displayName, allows: 'all' },
  method: { value: (row) => row.method, allows: 'all' },
  urlTemplate: { value: (row) => row.urlTemplate, allows: 'all' },
};

const tagFields: FilterFields<TagRow> = {
  id: { value: (row) => row.id, allows: 'all' },
  name: { value: (row) => row.displayName, allows: 'all' },
};

interface Tagged<R> {
  readonly row: R;
  readonly tag: TagRow | null;
}

function taggedFields<R>(prefix: string, fields: FilterFields<R>): FilterFields<Tagged<R>> {
  const own = Object.entries(fields).map(([field, how]): [string, FilterField<Tagged<R>>] => [
    `${prefix}/${field}`,
    { ...how, value: ({ row }) => how.value(row) },
  ]);
  return {
    ...Object.fromEntries(own),
    'tag/id': { value: ({ tag }) => tag?.id ?? null, allows: 'all' },
    'tag/name': { value: ({ tag }) => tag?.displayName ?? null, allows: 'all' },
  };
}
