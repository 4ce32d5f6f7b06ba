import { isIP } from 'node:net';

/**
 * The address of the client: that of the connection, or with `trustedProxies` n the n-th from the right of
 * X-Forwarded-For, which the outermost of our own proxies appended. What a client wrote further left is ignored.
 */
export function clientAddress(input: {
  remoteAddress: string;
  forwardedFor: string | undefined;
  trustedProxies: number;
}): string {
  const forwarded = input.forwardedFor?.split(',') ?? [];
  const hops = [...forwarded.map((entry) => plainAddress(entry.trim())), plainAddress(input.remoteAddress)];
  // Walk from the connection outwards while each hop is a proxy of ours that named an address.
  let at = hops.length - 1;
  for (let trusted = input.trustedProxies; trusted > 0 && at > 0 && isIP(hops[at - 1] ?? ''); trusted--) at--;
  return hops[at] ?? '';
}

/** Without brackets, port and the IPv4-in-IPv6 prefix that a dual-stack socket reports. */
function plainAddress(text: string): string {
  const bare = /^\[([^\]]+)\](:\d+)?$/.exec(text)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(text)?.[1] ?? text;
  return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}
