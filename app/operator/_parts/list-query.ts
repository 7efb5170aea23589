type Params = Record<string, string | string[] | undefined>;

/** One value of a query; the fallback where it is missing, given twice or not one of those allowed. */
export function oneOfParam<const Value extends string>(
  params: Params,
  name: string,
  allowed: readonly [Value, ...Value[]],
): Value {
  return allowed.find((value) => value === params[name]) ?? allowed[0];
}

/** What somebody would type. Browsers and proxies refuse an address of many thousand characters. */
const LONGEST = 200;

/** Free text of a query, cut to what somebody would type. */
export function textParam(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value.trim().slice(0, LONGEST) : '';
}

export function afterParam(params: Params): string | null {
  return textParam(params, 'after') || null;
}

/** '/operator/events?state=failed', without what is empty, and with the beginning of what is too long. */
export function listHref<const Path extends string>(
  path: Path,
  params: Record<string, string | null>,
): Path | `${Path}?${string}` {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value) query.set(name, value.slice(0, LONGEST));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
