import { isIP } from 'node:net';

/**
 * The address that the outermost of our own proxies saw. Each of them appends the address of who called it, so it is
 * the n-th from the right; everything further left was written by the caller and may be a lie. An IPv6 address
 * counts by its /64, which is what one customer has.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string | null {
  if (trustedProxies < 1 || forwardedFor === null) return null;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  const seen = hops.at(-trustedProxies);
  return seen === undefined ? null : plain(seen);
}

function plain(hop: string): string | null {
  // Azure's proxies add the port: "203.0.113.7:50012", "[2001:db8::1]:50012".
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? hop.replace(/^([\d.]+):\d+$/, '$1');
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return mapped(bare) ?? network64(bare);
    default:
      return null;
  }
}

function mapped(address: string): string | null {
  const v4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  return v4 !== undefined && isIP(v4) === 4 ? v4 : null;
}

function network64(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...new Array<string>(zeros).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
