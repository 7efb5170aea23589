import { withoutPriceLine } from '../domain/pricing/price-line';
import type { ApiGateway, GatewayProduct } from '../ports/api-gateway';
import { atApim } from './errors';
import { lastSegment } from './names';
import type { ApimService } from './service';

export function createProducts({ client, at }: ApimService): Pick<ApiGateway, 'listProducts'> {
  return {
    listProducts: () =>
      atApim('list the products', async () => {
        const products: GatewayProduct[] = [];
        for await (const product of client.product.listByService(...at)) {
          const id = product.name ?? lastSegment(product.id);
          if (!id || product.state !== 'published') continue;
          products.push({
            id,
            displayName: product.displayName ?? id,
            description: withoutPriceLine(product.description ?? null),
          });
        }
        return products;
      }),
  };
}
