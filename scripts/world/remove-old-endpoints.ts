import { z } from 'zod';

const Endpoints = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      url: z.string().optional(),
      webhook_endpoint: z.object({ url: z.string().nullish() }).nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});

const LISTS = [
  '/v1/webhook_endpoints?limit=100',
  '/v2/core/event_destinations?include[0]=webhook_endpoint.url',
] as const;

/**
 * Removes the endpoints that provisioning made for an address that the application no longer has: the same data was started
 * on another port, or with or without `--host`. Events would still be delivered there, and a later start at that address
 * would find an endpoint whose secret the data folder no longer has. Endpoints that somebody made by hand stay.
 */
export async function removeOldEndpoints(of: {
  stripe: string;
  secretKey: string;
  app: string;
}): Promise<void> {
  const ask = async (method: string, path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${of.secretKey}` };
    const answer = await fetch(`${of.stripe}${path}`, { method, headers });
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}.`);
    return answer.json();
  };
  for (const list of LISTS) {
    const { data } = Endpoints.parse(await ask('GET', list));
    for (const { id, url, webhook_endpoint: at, metadata } of data) {
      const address = url ?? at?.url ?? '';
      const isOld = metadata?.['tollgate'] === '1' && !address.startsWith(`${of.app}/`);
      if (isOld) await ask('DELETE', `${list.replace(/\?.*/, '')}/${id}`);
    }
  }
}
