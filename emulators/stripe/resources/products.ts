import { z } from 'zod';
import type { Account } from '../account';
import { emit, emitChange } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import {
  clearable,
  flag,
  inRange,
  list,
  mergeMetadata,
  metadata,
  range,
  text,
} from '../http/params';
import { invalid, StripeError } from '../http/stripe-error';
import { newId } from '../ids';
import { getPrice } from '../objects/price';
import { getProduct, renderProduct } from '../objects/product';
import type { ProductRow } from '../rows';

const fields = {
  active: flag().optional(),
  description: clearable(40_000).optional(),
  images: list(z.string()).optional(),
  marketing_features: list(z.strictObject({ name: text(80) })).optional(),
  metadata: metadata().optional(),
  shippable: flag().optional(),
  statement_descriptor: clearable(22).optional(),
  tax_code: clearable().optional(),
  unit_label: clearable(12).optional(),
  url: clearable().optional(),
  ...notEmulated('package_dimensions'),
};
const createParams = z.strictObject({
  ...fields,
  name: text(),
  id: text().optional(),
  type: z.enum(['service', 'good']).optional(),
  ...notEmulated('default_price_data'),
});
const updateParams = z.strictObject({
  ...fields,
  name: text().optional(),
  default_price: clearable().optional(),
});

function create(account: Account, params: z.output<typeof createParams>): ProductRow {
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

function changed(
  account: Account,
  row: ProductRow,
  params: z.output<typeof updateParams>,
): ProductRow {
  if (params.default_price) getPrice(account, params.default_price, 'default_price');
  return {
    ...row,
    updated: account.now(),
    name: params.name ?? row.name,
    active: params.active ?? row.active,
    description: params.description === undefined ? row.description : params.description,
    metadata: mergeMetadata(row.metadata, params.metadata),
    images: params.images ?? row.images,
    marketingFeatures: params.marketing_features?.map((one) => one.name) ?? row.marketingFeatures,
    statementDescriptor:
      params.statement_descriptor === undefined
        ? row.statementDescriptor
        : params.statement_descriptor,
    unitLabel: params.unit_label === undefined ? row.unitLabel : params.unit_label,
    url: params.url === undefined ? row.url : params.url,
    taxCode: params.tax_code === undefined ? row.taxCode : params.tax_code,
    shippable: params.shippable ?? row.shippable,
    defaultPrice: params.default_price === undefined ? row.defaultPrice : params.default_price,
  };
}

function update(
  account: Account,
  row: ProductRow,
  params: z.output<typeof updateParams>,
): ProductRow {
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
  return { id: row.id, object: 'product', deleted: true };
}

const listParams = z.strictObject({
  ...paging,
  active: flag().optional(),
  created: range().optional(),
  ids: list(text()).optional(),
  shippable: flag().optional(),
  url: text().optional(),
});

export const productEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/products',
    params: createParams,
    run: ({ account, params }) => renderProduct(create(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/products',
    params: listParams,
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
  endpoint({
    method: 'GET',
    path: '/v1/products/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderProduct(getProduct(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/products/:id',
    params: updateParams,
    run: ({ account, params, id }) =>
      renderProduct(update(account, getProduct(account, id), params)),
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/products/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => remove(account, getProduct(account, id)),
  }),
];
