import type { Hono } from 'hono';
import { resourceId } from '../../service';
import { answerJson, answerNothing, answerPage } from '../arm-answer';
import type { ArmService } from '../arm-service';
import { filterRows } from '../row-filter';
import { apiFields, needApi, renderApi } from './apis';
import { needProduct, productFields } from './products';
import { groupFields, needGroup, renderGroup } from './render-group';
import { renderSubscription, subscriptionFields } from './subscriptions';

/** Which APIs a product opens, who sees it, and who holds it. */
export function productLinkRoutes(app: Hono, arm: ArmService): void {
  const { state, settings } = arm;
  const { pageSize } = settings;

  app.get('/products/:id/apis', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const apis = product.apiIds.flatMap((id) => state.apis.get(id) ?? []);
    return answerPage(c, filterRows(c, apis, apiFields), {
      pageSize,
      render: (api) => renderApi(arm, api),
    });
  });

  app.get('/products/:id/apis/:api', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    return answerNothing(c, product.apiIds.includes(c.req.param('api')) ? 204 : 404);
  });

  app.put('/products/:id/apis/:api', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const api = needApi(arm, c.req.param('api'));
    const isNew = !product.apiIds.includes(api.id);
    if (isNew) putLinks(arm, product.id, { apiIds: [...product.apiIds, api.id] });
    return answerJson(c, renderApi(arm, api), { row: api, status: isNew ? 201 : 200 });
  });

  app.delete('/products/:id/apis/:api', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const apiId = c.req.param('api');
    if (!product.apiIds.includes(apiId)) return answerNothing(c, 204);
    putLinks(arm, product.id, { apiIds: product.apiIds.filter((id) => id !== apiId) });
    return answerNothing(c, 200);
  });

  app.get('/products/:id/groups', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const groups = product.groupIds.flatMap((id) => state.groups.get(id) ?? []);
    return answerPage(c, filterRows(c, groups, groupFields), {
      pageSize,
      render: (group) => renderGroup(arm, group),
    });
  });

  app.get('/products/:id/groups/:group', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    return answerNothing(c, product.groupIds.includes(c.req.param('group')) ? 204 : 404);
  });

  app.put('/products/:id/groups/:group', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const group = needGroup(arm, c.req.param('group'));
    const isNew = !product.groupIds.includes(group.id);
    if (isNew) putLinks(arm, product.id, { groupIds: [...product.groupIds, group.id] });
    return answerJson(c, renderGroup(arm, group), { row: group, status: isNew ? 201 : 200 });
  });

  app.delete('/products/:id/groups/:group', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const groupId = c.req.param('group');
    if (!product.groupIds.includes(groupId)) return answerNothing(c, 204);
    putLinks(arm, product.id, { groupIds: product.groupIds.filter((id) => id !== groupId) });
    return answerNothing(c, 200);
  });

  app.get('/products/:id/subscriptions', (c) => {
    const product = needProduct(arm, c.req.param('id'));
    const owned = [...state.subscriptions.all()].filter(
      ({ scope }) => scope.kind === 'product' && scope.id === product.id,
    );
    return answerPage(c, filterRows(c, owned, subscriptionFields(arm)), {
      pageSize,
      render: (row) => renderSubscription(arm, row),
    });
  });

  app.get('/apis/:id/products', (c) => {
    const api = needApi(arm, c.req.param('id'));
    const products = state.products.filter((product) => product.apiIds.includes(api.id));
    return answerPage(c, filterRows(c, products, productFields), {
      pageSize,
      render: (product) => ({
        id: resourceId(settings, `/products/${product.id}`),
        type: 'Microsoft.ApiManagement/service/apis/products',
        name: product.id,
        properties: { displayName: product.displayName, state: product.state },
      }),
    });
  });
}

function putLinks(
  arm: ArmService,
  productId: string,
  links: { apiIds?: readonly string[]; groupIds?: readonly string[] },
): void {
  const product = needProduct(arm, productId);
  arm.state.products.put({ ...product, ...links, revision: arm.state.nextRevision() });
}
