import { Agent, request } from 'node:http';
import { inParallel } from '../lib/kit/in-parallel';

/** Connections are kept: filling takes hundreds of thousands of requests. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** The emulated API Management service, as every emulator has it. */
const SERVICE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim';

/** One request that has to succeed; `body` is a form, or an object that is sent as JSON. */
export async function ask(
  url: string,
  given: { method?: string; key?: string; body?: URLSearchParams | object } = {},
): Promise<unknown> {
  const { method = given.body ? 'POST' : 'GET', key = 'bench', body } = given;
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const headers = { authorization: `Bearer ${key}`, ...(body ? { 'content-type': type } : {}) };
  const { status, text } = await new Promise<{ status: number; text: string }>((done, fail) => {
    const sent = request(url, { method, headers, agent }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', fail);
    sent.end(body === undefined ? undefined : isForm ? body.toString() : JSON.stringify(body));
  });
  if (status >= 300) throw new Error(`${method} ${url} was answered ${status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** Numbers from 0, some at a time. The first that fails ends it. */
export async function forEachOf(n: number, work: (number: number) => Promise<void>): Promise<void> {
  let failed = false;
  const results = await inParallel([...Array(n).keys()], 16, async (number) => {
    if (failed) return;
    await work(number).catch((error: unknown) => {
      failed = true;
      throw error;
    });
  });
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

export const armUrl = (arm: string, path: string): string =>
  `${arm}${SERVICE}${path}${path.includes('?') ? '&' : '?'}api-version=2024-05-01`;

const put = (arm: string, path: string, properties: object) =>
  ask(armUrl(arm, path), { method: 'PUT', body: { properties } });

/** A product with an API in it, and `n` users with a subscription each. */
export async function stockGateway(
  arm: string,
  of: { product: string; subscriptions: number; nameOf: (n: number) => string },
): Promise<void> {
  const product = `/products/${of.product}`;
  await put(arm, product, {
    displayName: of.product,
    subscriptionRequired: true,
    state: 'published',
  });
  await put(arm, '/apis/bench', { displayName: 'Bench', path: 'bench', protocols: ['https'] });
  await put(arm, '/apis/bench/operations/echo', {
    displayName: 'Echo',
    method: 'GET',
    urlTemplate: '/echo',
    templateParameters: [],
  });
  await ask(armUrl(arm, `${product}/apis/bench`), { method: 'PUT', body: {} });
  await forEachOf(of.subscriptions, async (n) => {
    const name = { firstName: 'Ada', lastName: 'Lovelace' };
    await put(arm, `/users/user-${n}`, { email: `ada${n}@example.com`, ...name });
    await put(arm, `/subscriptions/${of.nameOf(n)}`, {
      displayName: 'My key',
      scope: product,
      ownerId: `/users/user-${n}`,
      state: 'active',
    });
  });
}

/** Calls of one subscription, spread evenly over a time. */
export async function makeCalls(
  control: string,
  calls: { subscription: string; calls: number; from: number; to: number; status?: number },
): Promise<void> {
  const [from, to] = [calls.from, calls.to].map((atMs) => new Date(atMs).toISOString());
  await ask(`${control}/traffic`, { body: { ...calls, from, to } });
}
