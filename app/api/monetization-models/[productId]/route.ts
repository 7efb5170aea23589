import { findProduct } from '@/lib/domain/catalog/catalog';
import { jsonRoute, problem } from '@/lib/server/http/route';
import { getDeps } from '@/lib/server/wiring/deps';
import { publicModel } from '@/lib/server/wiring/public-model';

type Context = { params: Promise<{ productId: string }> };

export const GET = jsonRoute('monetization-model', async (_request: Request, context: Context) => {
  const { productId } = await context.params;
  const { catalog } = await getDeps();
  const product = findProduct(catalog, productId);
  if (!product) {
    return problem(404, 'not-found', 'There is no such product. See /api/monetization-models.');
  }
  return Response.json(publicModel(product), {
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  });
});
