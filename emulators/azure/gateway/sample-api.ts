/** The backend behind the sample API: small answers that show that a call arrived. */
export function sampleApi(request: {
  method: string;
  rest: string;
  url: URL;
  headers: Headers;
  nowMs: number;
}): Response {
  const now = new Date(request.nowMs).toISOString();
  const path = request.rest.replace(/\/$/, '').toLowerCase();
  const status = /^\/status\/(\d{3})$/.exec(path)?.[1];
  if (status !== undefined) return withStatus(Number(status), now);
  if (path === '/time') {
    return Response.json({ now, unix: Math.floor(request.nowMs / 1000), zone: 'UTC' });
  }
  if (path === '/echo') {
    const query = [...request.url.searchParams].filter(([name]) => name !== 'subscription-key');
    return Response.json({
      message: request.url.searchParams.get('message') ?? 'Hello from the sample API',
      method: request.method,
      path: request.url.pathname,
      query: Object.fromEntries(query),
      userAgent: request.headers.get('user-agent'),
      at: now,
    });
  }
  return Response.json({ error: 'The sample API has no such page.' }, { status: 404 });
}

const WITHOUT_BODY = new Set([204, 205, 304]);

function withStatus(status: number, at: string): Response {
  if (status < 200 || status > 599) {
    return Response.json({ error: 'A status from 200 to 599, please.' }, { status: 400 });
  }
  if (WITHOUT_BODY.has(status)) return new Response(null, { status });
  return Response.json({ status, at }, { status });
}
