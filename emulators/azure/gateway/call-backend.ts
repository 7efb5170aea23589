import type { RoutedCall } from './route-call';
import { sampleApi } from './sample-api';

/**
 * Calls what is behind an API. An API without a backend address, or with one that can't exist
 * (`*.invalid`, `*.example`, `*.example.com`), is answered by the sample API in this process.
 */
export async function callBackend(
  call: RoutedCall,
  request: Request,
  nowMs: number,
): Promise<Response> {
  const url = new URL(request.url);
  const { serviceUrl } = call.api;
  const { method, headers } = request;
  const response = isBuiltIn(serviceUrl)
    ? sampleApi({ method, rest: call.rest, url, headers, nowMs })
    : await forward(`${serviceUrl}`.replace(/\/$/, '') + call.rest + url.search, request);
  return whole(response);
}

const BACKEND_TIMEOUT_MS = 60_000;
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
];

function isBuiltIn(serviceUrl: string | null): boolean {
  if (serviceUrl === null || serviceUrl === '') return true;
  const { hostname } = new URL(serviceUrl);
  return /(^|\.)(invalid|example|example\.com|test)$/.test(hostname);
}

async function forward(url: string, request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  for (const name of HOP_BY_HOP) headers.delete(name);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const response = await fetch(url, {
    method: request.method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(BACKEND_TIMEOUT_MS),
    ...(hasBody ? { body: await request.arrayBuffer() } : {}),
  });
  const answered = new Headers(response.headers);
  // The body has been decoded by now.
  for (const name of [...HOP_BY_HOP, 'content-encoding']) answered.delete(name);
  return new Response(response.body, { status: response.status, headers: answered });
}

/** With its length known, which is what bandwidth quotas count. */
async function whole(response: Response): Promise<Response> {
  const body = response.body === null ? null : await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.set('content-length', `${body?.byteLength ?? 0}`);
  if (body === null) headers.delete('content-length');
  return new Response(body, { status: response.status, headers });
}
