import type Stripe from 'stripe';
import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { changedTo, inRange, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { getPrice } from '../objects/price';
import { getProduct, renderProduct } from '../objects/product';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { ProductRow } from '../state/rows';
import { listPage, paged } from '../wire/list';
import { invalid, StripeError } from '../wire/stripe-error';

const fields = {
  active: true,
  description: { max: 40_000, clearable: true },
  images: true,
  marketing_features: { name: { max: 80 } },
  metadata: true,
  name: true,
  shippable: true,
  statement_descriptor: { max: 22, clearable: true },
  tax_code: { clearable: true },
  unit_label: { max: 12, clearable: true },
  url: { clearable: true },
} as const;
const created = { ...fields, id: true, type: true } as const;
const updated = { ...fields, default_price: { clearable: true } } as const;

type Created = Params<'POST /v1/products', typeof created>;
type Updated = Params<'POST /v1/products/:id', typeof updated>;

function create(account: Account, params: Created): ProductRow {
  const id = params.id ?? newId('prod', 14);
  if (account.products.get(id)) {
    throw new StripeError(400, {
      type: 'invalid_request_error',
      code: 'resource_already_exists',
      message: `Product already exists.`,
      param: 'id',
    });
  }
  const empty: ProductRow = {
    id,
    created: account.now(),
    updated: account.now(),
    name: params.name,
    description: null,
    active: true,
    metadata: {},
    images: [],
    marketingFeatures: [],
    statementDescriptor: null,
    unitLabel: null,
    url: null,
    taxCode: null,
    shippable: null,
    defaultPrice: null,
  };
  const row = account.products.put(changed(account, empty, params));
  emit(account, 'product.created', renderProduct(row));
  return row;
}

function changed(account: Account, row: ProductRow, params: Updated): ProductRow {
  if (params.default_price) getPrice(account, params.default_price, 'default_price');
  return {
    ...row,
    updated: account.now(),
    name: params.name ?? row.name,
    active: params.active ?? row.active,
    description: changedTo(params.description, row.description),
    metadata: mergeMetadata(row.metadata, params.metadata),
    images: listOf(params.images) ?? row.images,
    marketingFeatures:
      listOf(params.marketing_features)?.map((one) => one.name) ?? row.marketingFeatures,
    statementDescriptor: changedTo(params.statement_descriptor, row.statementDescriptor),
    unitLabel: changedTo(params.unit_label, row.unitLabel),
    url: changedTo(params.url, row.url),
    taxCode: changedTo(params.tax_code, row.taxCode),
    shippable: params.shippable ?? row.shippable,
    defaultPrice: changedTo(params.default_price, row.defaultPrice),
  };
}

function listOf<T>(given: T[] | '' | undefined): T[] | undefined {
  return given === '' ? [] : given;
}

function update(account: Account, row: ProductRow, params: Updated): ProductRow {
  const next = account.products.put(changed(account, row, params));
  emitChange(account, 'product.updated', renderProduct(row), renderProduct(next));
  return next;
}

function remove(account: Account, row: ProductRow): object {
  if (account.prices.group(row.id).length > 0) {
    throw invalid('This product cannot be deleted because it has one or more user-created prices.');
  }
  account.products.delete(row.id);
  emit(account, 'product.deleted', renderProduct(row));
  return { id: row.id, object: 'product', deleted: true } satisfies Stripe.DeletedProduct;
}

export const productEndpoints = [
  route({
    on: 'POST /v1/products',
    takes: created,
    run: ({ account, params }) => renderProduct(create(account, params)),
  }),
  route({
    on: 'GET /v1/products',
    takes: { ...paged, active: true, created: true, ids: true, shippable: true, url: true },
    run: ({ account, params }) =>
      listPage({
        table: account.products,
        params,
        url: '/v1/products',
        what: 'product',
        where: (row) =>
          (params.active === undefined || row.active === params.active) &&
          (params.ids === undefined || params.ids.includes(row.id)) &&
          (params.shippable === undefined || row.shippable === params.shippable) &&
          (params.url === undefined || row.url === params.url) &&
          inRange(row.created, params.created),
        render: renderProduct,
      }),
  }),
  route({
    on: 'GET /v1/products/:id',
    takes: {},
    run: ({ account, id }) => renderProduct(getProduct(account, id)),
  }),
  route({
    on: 'POST /v1/products/:id',
    takes: updated,
    run: ({ account, params, id }) =>
      renderProduct(update(account, getProduct(account, id), params)),
  }),
  route({
    on: 'DELETE /v1/products/:id',
    takes: {},
    run: ({ account, id }) => remove(account, getProduct(account, id)),
  }),
];
