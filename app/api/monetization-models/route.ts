import { jsonRoute } from '@/lib/server/http/route';
import { getDeps } from '@/lib/server/wiring/deps';
import { publicModel } from '@/lib/server/wiring/public-model';

/** What is sold, as JSON for anyone who shows prices elsewhere. */
export const GET = jsonRoute('monetization-models', async () => {
  const { catalog } = await getDeps();
  return Response.json(catalog.products.map(publicModel), {
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
  });
});
