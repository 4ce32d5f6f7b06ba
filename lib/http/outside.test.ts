import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { createKeyPair } from '#lib/saml/key-pair.ts';
import { fetchOutside, isPublicAddress, type OutsidePolicy } from './outside.ts';

const strict: OutsidePolicy = { privateHosts: [], loopback: false, ownOrigin: null };
const developer: OutsidePolicy = { ...strict, loopback: true };

let server: http.Server;
let origin: string;
let hits: string[] = [];

test.beforeAll(async () => {
  server = http.createServer((request, response) => {
    hits.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://localhost');
    const to = url.searchParams.get('to');
    if (url.pathname === '/redirect') return response.writeHead(302, { location: to ?? '/ok' }).end();
    if (url.pathname === '/loop') return response.writeHead(302, { location: '/loop' }).end();
    if (url.pathname === '/missing') return response.writeHead(404).end('not here');
    if (url.pathname === '/silent') return;
    if (url.pathname === '/slow') return void response.writeHead(200).write('begin');
    if (url.pathname === '/endless') {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
      };
      response.on('drain', more);
      return more();
    }
    const size = Number(url.searchParams.get('size') ?? 0);
    response.writeHead(200, { 'content-type': 'text/plain' }).end(size > 0 ? 'x'.repeat(size) : 'hello');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.beforeEach(() => {
  hits = [];
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function fetched(url: string, policy: OutsidePolicy, timeoutMs = 2000): Promise<string> {
  const reply = await fetchOutside(url, { policy, maxBytes: 5000, timeoutMs });
  return reply.ok ? reply.body.toString() : reply.code;
}

test('only addresses of the public internet are public', () => {
  const inside = [
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254', '172.16.0.1'],
    ...['192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
    ...[
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:10.0.0.1',
      '::ffff:127.0.0.1',
      '::127.0.0.1',
      '64:ff9b::a00:1',
    ],
    ...['2002:a00:1::', '2001:db8::1', '2001::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fec0::1', 'ff02::1'],
    ...['not an address', ''],
  ];
  for (const address of inside) expect(isPublicAddress(address), address).toBe(false);
  const outside = ['1.1.1.1', '93.184.215.14', '172.32.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'];
  for (const address of outside) expect(isPublicAddress(address), address).toBe(true);
});

test('loopback and private addresses are not reached, however they are written', async () => {
  const port = new URL(origin).port;
  const spellings = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ];
  for (const host of [...spellings, 'localhost', '10.0.0.1', '169.254.169.254', '[fd00::1]']) {
    expect(await fetched(`https://${host}:${port}/`, strict), host).toBe('private_address');
  }
  expect(hits).toEqual([]);
});

test('plain http is refused, and everything that is not the web', async () => {
  expect(await fetched(`${origin}/`, strict)).toBe('not_https');
  expect(await fetched('http://example.com/', developer)).toBe('not_https');
  for (const url of [
    '',
    'nonsense',
    'file:///etc/passwd',
    'ftp://example.com/',
    'https://user@example.com/',
    'https://:word@example.com/',
  ]) {
    expect(await fetched(url, developer), url).toBe('url_invalid');
  }
  expect(hits).toEqual([]);
});

test('a developer reaches loopback, and only loopback', async () => {
  expect(await fetched(`${origin}/ok`, developer)).toBe('hello');
  expect(await fetched(`${origin.replace('127.0.0.1', 'localhost')}/ok`, developer)).toBe('hello');
  expect(await fetched('https://10.0.0.1/', developer)).toBe('private_address');
  expect(await fetched('https://169.254.169.254/', developer)).toBe('private_address');
});

test('our own origin is reached wherever it lies, its neighbors are not', async () => {
  const policy = { ...strict, ownOrigin: origin };
  expect(await fetched(`${origin}/ok`, policy)).toBe('hello');
  expect(await fetched('http://127.0.0.1:1/', policy)).toBe('not_https');
  expect(await fetched('https://127.0.0.1:1/', policy)).toBe('private_address');
});

test('a listed private host is tried over https, loopback and link-local never', async () => {
  // How the attempt ends depends on the network the test runs in.
  for (const privateHosts of [['10.255.255.1'], '*'] as const) {
    const outcome = await fetched('https://10.255.255.1/', { ...strict, privateHosts }, 200);
    expect(['timeout', 'unreachable', 'tls', 'status']).toContain(outcome);
  }
  expect(await fetched('https://10.255.255.1/', { ...strict, privateHosts: ['10.255.255.2'] })).toBe(
    'private_address',
  );
  expect(await fetched('http://10.255.255.1/', { ...strict, privateHosts: '*' })).toBe('not_https');
  expect(await fetched('https://127.0.0.1/', { ...strict, privateHosts: '*' })).toBe('private_address');
  expect(await fetched('https://169.254.169.254/', { ...strict, privateHosts: '*' })).toBe('private_address');
});

test('a redirect is followed where its target could be reached directly, and nowhere else', async () => {
  expect(await fetched(`${origin}/redirect`, developer)).toBe('hello');
  const to = (target: string) => `${origin}/redirect?to=${encodeURIComponent(target)}`;
  expect(await fetched(to(to(to('/ok'))), developer)).toBe('hello');
  expect(await fetched(to('https://10.0.0.1/'), developer)).toBe('private_address');
  expect(await fetched(to('http://example.com/'), developer)).toBe('not_https');
  expect(await fetched(to('file:///etc/passwd'), developer)).toBe('url_invalid');
  hits = [];
  expect(await fetched(`${origin}/loop`, developer)).toBe('redirects');
  expect(hits).toHaveLength(4);
});

test('an answer that is too large, too slow, an error or absent is a problem', async () => {
  expect(await fetched(`${origin}/?size=5000`, developer)).toHaveLength(5000);
  expect(await fetched(`${origin}/?size=5001`, developer)).toBe('too_large');
  expect(await fetched(`${origin}/endless`, developer)).toBe('too_large');
  expect(await fetched(`${origin}/silent`, developer, 100)).toBe('timeout');
  expect(await fetched(`${origin}/slow`, developer, 100)).toBe('timeout');
  expect(await fetched(`${origin}/missing`, developer)).toBe('status');
  expect(await fetched('http://localhost:1/', developer)).toBe('unreachable');
  expect(await fetched('https://gatehouse-test.invalid/', strict)).toBe('unresolvable');
});

test('a server without a trusted certificate is not listened to', async () => {
  const pair = createKeyPair({ commonName: 'localhost', now: new Date(), validForDays: 1 });
  const secure = https.createServer({ key: pair.privateKeyPem, cert: pair.certificatePem }, (_, response) =>
    response.end('secret'),
  );
  await new Promise<void>((ready) => secure.listen(0, '127.0.0.1', ready));
  const { port } = secure.address() as AddressInfo;
  expect(await fetched(`https://localhost:${port}/`, developer)).toBe('tls');
  secure.close();
});
