import { expect, test } from '@playwright/test';
import { clientAddress } from '#lib/server/client-address.ts';

const cases: [string, { remoteAddress: string; forwardedFor?: string; trustedProxies: number }, string][] = [
  [
    'without trust the connection counts',
    { remoteAddress: '10.0.0.1', forwardedFor: '1.1.1.1', trustedProxies: 0 },
    '10.0.0.1',
  ],
  [
    'one proxy: the last entry',
    { remoteAddress: '10.0.0.1', forwardedFor: '6.6.6.6, 1.1.1.1', trustedProxies: 1 },
    '1.1.1.1',
  ],
  [
    'two proxies: the last but one',
    { remoteAddress: '10.0.0.1', forwardedFor: '6.6.6.6, 1.1.1.1, 10.0.0.2', trustedProxies: 2 },
    '1.1.1.1',
  ],
  [
    'fewer entries than proxies: the first there is',
    { remoteAddress: '10.0.0.1', forwardedFor: '1.1.1.1', trustedProxies: 3 },
    '1.1.1.1',
  ],
  ['no header behind a proxy: the connection', { remoteAddress: '10.0.0.1', trustedProxies: 1 }, '10.0.0.1'],
  [
    'an entry that is no address stops the walk',
    { remoteAddress: '10.0.0.1', forwardedFor: '1.1.1.1, <script>', trustedProxies: 2 },
    '10.0.0.1',
  ],
  [
    'IPv4 on a dual-stack socket is written plainly',
    { remoteAddress: '::ffff:192.0.2.1', trustedProxies: 0 },
    '192.0.2.1',
  ],
  [
    'a port is dropped',
    { remoteAddress: '10.0.0.1', forwardedFor: '192.0.2.1:4711', trustedProxies: 1 },
    '192.0.2.1',
  ],
  [
    'IPv6 in brackets',
    { remoteAddress: '10.0.0.1', forwardedFor: '[2001:db8::1]:4711', trustedProxies: 1 },
    '2001:db8::1',
  ],
  [
    'IPv6 without brackets',
    { remoteAddress: '10.0.0.1', forwardedFor: '2001:db8::1', trustedProxies: 1 },
    '2001:db8::1',
  ],
];

for (const [name, { forwardedFor, ...rest }, expected] of cases) {
  test(`client address, ${name}`, () => {
    expect(clientAddress({ ...rest, forwardedFor })).toBe(expected);
  });
}
