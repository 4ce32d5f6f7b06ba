import http from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { gatehouseListener } from '#lib/server/http.ts';

type Options = Partial<Parameters<typeof gatehouseListener>[0]>;

/** A server on a free port whose handler answers with the request headers it was given. */
async function serve(options: Options, use: (url: string) => Promise<void>): Promise<void> {
  const listener = gatehouseListener({
    handle: async (request, response) => {
      for await (const _chunk of request) {
        // Read to the end, as a handler that parses a form does.
      }
      response.end(JSON.stringify(request.headers));
    },
    healthy: async () => true,
    stopping: () => false,
    onError: () => {},
    secure: false,
    trustedProxies: 0,
    stripe: false,
    dev: false,
    ...options,
  });
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('every answer carries the security headers', async () => {
  await serve({}, async (url) => {
    const { headers } = await fetch(url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

test('browsers are told to stay on https when the public address is https', async () => {
  await serve({ secure: true }, async (url) => {
    expect((await fetch(url)).headers.get('strict-transport-security')).toMatch(/^max-age=63072000/);
  });
});

test('the nonce is fresh for each request and the same for handler and browser', async () => {
  await serve({}, async (url) => {
    const first = await fetch(url);
    const second = await fetch(url);
    const policy = first.headers.get('content-security-policy');
    const seen = await first.json();
    expect(seen['content-security-policy']).toBe(policy);
    expect(policy).toContain(`'nonce-${seen['x-nonce']}'`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
  });
});

test('a policy of the handler is left alone', async () => {
  const handle: Options['handle'] = (_request, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'none'");
    response.end();
  };
  await serve({ handle }, async (url) => {
    expect((await fetch(url)).headers.get('content-security-policy')).toBe("default-src 'none'");
  });
});

test('forms may lead away from the test identity provider and the example app only', async () => {
  await serve({}, async (url) => {
    const policy = async (path: string) => (await fetch(url + path)).headers.get('content-security-policy');
    for (const path of ['/test-idp', '/test-idp/sso?x=1', '/example', '/example/callback']) {
      expect(await policy(path)).not.toContain('form-action');
    }
    for (const path of ['/', '/dashboard', '/test-idpx', '/examples', '/dashboard/test-idp']) {
      expect(await policy(path)).toContain("form-action 'self'");
    }
  });
});

test('a sound request id is kept, another one is replaced', async () => {
  await serve({}, async (url) => {
    const ask = async (id?: string) => {
      const response = await fetch(url, id === undefined ? {} : { headers: { 'x-request-id': id } });
      const seen = await response.json();
      expect(seen['x-request-id']).toBe(response.headers.get('x-request-id'));
      return response.headers.get('x-request-id');
    };
    expect(await ask('req_0123456789')).toBe('req_0123456789');
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect(await ask()).toMatch(uuid);
    expect(await ask('short')).toMatch(uuid);
    expect(await ask('"quoted" line')).toMatch(uuid);
    expect(await ask('x'.repeat(65))).toMatch(uuid);
  });
});

test('forwarding headers and our own are not taken from a client', async () => {
  const forged = {
    'x-forwarded-for': '9.9.9.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=9.9.9.9',
    'x-gatehouse-client-ip': '9.9.9.9',
    'x-nonce': 'known',
    'content-security-policy': "script-src 'nonce-known'",
  };
  await serve({}, async (url) => {
    const seen = await (await fetch(url, { headers: forged })).json();
    expect(seen['x-gatehouse-client-ip']).toBe('127.0.0.1');
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded']) {
      expect(seen[name]).toBeUndefined();
    }
    expect(seen['x-nonce']).not.toBe('known');
    expect(seen['content-security-policy']).not.toContain('known');
  });
});

test('behind a proxy of ours, the address it saw is the client', async () => {
  await serve({ trustedProxies: 1 }, async (url) => {
    const seen = await (await fetch(url, { headers: { 'x-forwarded-for': '9.9.9.9, 192.0.2.7' } })).json();
    expect(seen['x-gatehouse-client-ip']).toBe('192.0.2.7');
    expect(seen['x-forwarded-for']).toBe('9.9.9.9, 192.0.2.7');
  });
});

test('a body announced as larger than 1 MiB is refused, one of 1 MiB passes', async () => {
  await serve({}, async (url) => {
    const post = (bytes: number) => fetch(url, { method: 'POST', body: Buffer.alloc(bytes) });
    expect((await post(1024 * 1024)).status).toBe(200);
    const refused = await post(1024 * 1024 + 1);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toEqual({ message: 'Request body is larger than 1 MiB' });
  });
});

const UPLOAD = '/dashboard/workspace/compliance';

test('the one page that takes files has a larger limit, for two of them at once', async () => {
  const waiting: (() => void)[] = [];
  const handle: Options['handle'] = async (request, response) => {
    for await (const _chunk of request) {
      // Read to the end, as a handler that parses a form does.
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
    response.end();
  };
  await serve({ handle }, async (url) => {
    const post = (bytes: number, path = UPLOAD) =>
      fetch(`${url}${path}`, { method: 'POST', body: Buffer.alloc(bytes) });
    const megabyte = 1024 * 1024;
    expect((await post(2 * megabyte, `${UPLOAD}/other`)).status).toBe(413);
    expect((await post(26 * megabyte + 1)).status).toBe(413);
    const taken = [post(26 * megabyte), post(2 * megabyte)];
    await expect.poll(() => waiting.length).toBe(2);
    const third = await post(2 * megabyte);
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '10']);
    for (const answer of waiting) answer();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200]);
    const next = post(2 * megabyte);
    await expect.poll(() => waiting.length).toBe(3);
    waiting.at(-1)?.();
    expect((await next).status).toBe(200);
  });
});

test('a body too large is refused in the language of whoever sent it', async () => {
  await serve({}, async (url) => {
    const post = (path: string, headers = {}) =>
      fetch(`${url}${path}`, { method: 'POST', body: Buffer.alloc(1024 * 1024 + 1), headers });
    const token = await post('/sso/token');
    expect([token.status, Object.keys(await token.json())]).toEqual([413, ['error', 'error_description']]);
    const page = await post('/sign-in', { accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('This is too large');
  });
});

test('of a SAML response the handler gets the first MiB, however large it is; 16 MiB are too much', async () => {
  let received = 0;
  const handle: Options['handle'] = async (request, response) => {
    received = 0;
    for await (const chunk of request) received += chunk.length;
    response.end();
  };
  await serve({ handle }, async (url) => {
    const megabyte = 1024 * 1024;
    const post = (bytes: number) =>
      fetch(`${url}/sso/saml/acs/key`, { method: 'POST', body: Buffer.alloc(bytes, 0x61) });
    for (const [bytes, most] of [
      [1000, 1000],
      [megabyte, megabyte],
      [megabyte + 1, megabyte],
      [5 * megabyte, megabyte],
    ] as const) {
      expect((await post(bytes)).status).toBe(200);
      expect(received).toBe(most);
    }
    expect((await post(16 * megabyte + 1)).status).toBe(413);
  });
});

test('a NUL in an address is taken for a character that names nothing', async () => {
  const handle: Options['handle'] = (request, response) => {
    response.end(request.url);
  };
  await serve({ handle }, async (url) => {
    expect(await (await fetch(`${url}/a%00b?q=%00&r=1`)).text()).toBe('/a%EF%BF%BDb?q=%EF%BF%BD&r=1');
  });
});

test('a body announced as too large is refused before it is sent', async () => {
  await serve({}, async (url) => {
    const request = http.request(url, { method: 'POST', headers: { 'content-length': 1024 * 1024 + 1 } });
    const answered = new Promise<number | undefined>((resolve) => {
      request.on('response', (response) => resolve(response.statusCode));
    });
    request.on('error', () => {});
    request.flushHeaders();
    expect(await answered).toBe(413);
    request.destroy();
  });
});

test('a body that turns out larger than 1 MiB is cut off', async () => {
  let received = 0;
  const handle: Options['handle'] = async (request) => {
    for await (const chunk of request) received += chunk.length;
  };
  await serve({ handle }, async (url) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => {});
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      for (let sent = 0; sent < 40; sent++) socket.write(chunk);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toBeLessThanOrEqual(1024 * 1024);
  });
});

test('health follows the database and turns bad when the server stops', async () => {
  const status = async (options: Options) => {
    let seen = 0;
    await serve(options, async (url) => {
      seen = (await fetch(`${url}/healthz`)).status;
    });
    return seen;
  };
  expect(await status({})).toBe(200);
  expect(await status({ healthy: async () => false })).toBe(503);
  expect(await status({ stopping: () => true })).toBe(503);
});

test('a handler that throws is answered with 500 and without its message', async () => {
  const reported: unknown[] = [];
  const handle: Options['handle'] = async () => {
    throw new Error('inner detail');
  };
  await serve({ handle, onError: (error) => reported.push(error) }, async (url) => {
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(reported).toHaveLength(1);
  });
});

/** How Next answers: a wrong method without body and Allow, and OPTIONS from the methods that the route has. */
const likeNext: NonNullable<Options['handle']> = (request, response) => {
  if (request.method === 'OPTIONS') response.setHeader('allow', 'GET, POST');
  response.statusCode = { GET: 200, OPTIONS: 204 }[request.method ?? ''] ?? 405;
  response.end();
};

test('a wrong method is told which ones there are: as JSON to programs, as a page to browsers', async () => {
  await serve({ handle: likeNext }, async (url) => {
    const program = await fetch(`${url}/organizations`, { method: 'DELETE', body: 'x' });
    expect(program.status).toBe(405);
    expect(program.headers.get('allow')).toBe('GET, POST');
    expect(program.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(program.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await program.json()).toEqual({ message: 'Method Not Allowed' });
    const browser = await fetch(`${url}/sso/authorize`, { method: 'PUT', headers: { accept: 'text/html' } });
    expect(browser.status).toBe(405);
    expect(browser.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await browser.text()).toContain('<h1>');
    const head = await fetch(`${url}/sso/token`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([405, '']);
    const right = await fetch(`${url}/organizations`);
    expect([right.status, right.headers.get('allow')]).toEqual([200, null]);
  });
});

test('a 405 with a body of its own is left alone', async () => {
  const bodies: NonNullable<Options['handle']>[] = [
    (_request, response) => void response.writeHead(405).end('mine'),
    (_request, response) => {
      response.writeHead(405);
      response.write('mi');
      response.end('ne');
    },
    (_request, response) => {
      response.statusCode = 405;
      response.flushHeaders();
      response.end('mine');
    },
  ];
  for (const handle of bodies) {
    await serve({ handle }, async (url) => {
      const response = await fetch(url, { method: 'PUT' });
      expect([response.status, await response.text()]).toEqual([405, 'mine']);
    });
  }
});

test('a wrong method is refused also where nobody knows the right ones', async () => {
  const handle: Options['handle'] = (request, response) => {
    if (request.method === 'OPTIONS') throw new Error('no');
    response.writeHead(405).end();
  };
  await serve({ handle }, async (url) => {
    const response = await fetch(url, { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, null]);
    expect(await response.json()).toEqual({ message: 'Method Not Allowed' });
  });
});

test('a method that no route can have is refused before the handler', async () => {
  let handled = 0;
  const handle: Options['handle'] = (_request, response) => {
    handled++;
    response.end();
  };
  await serve({ handle }, async (url) => {
    const ask = (method: string) =>
      new Promise<string>((resolve, reject) => {
        const request = http.request(`${url}/organizations`, { method }, (response) => {
          response.setEncoding('utf8');
          response.on('data', (text) => resolve(`${response.statusCode} ${text}`));
        });
        request.on('error', reject).end();
      });
    for (const method of ['TRACE', 'PROPFIND'])
      expect(await ask(method)).toBe('501 {"message":"Not Implemented"}');
    expect(handled).toBe(0);
  });
});

test('a percent sign that encodes nothing reaches the handler as itself', async () => {
  const handle: Options['handle'] = (request, response) => void response.end(request.url);
  await serve({ handle }, async (url) => {
    const seen = async (path: string) => (await fetch(url + path)).text();
    expect(await seen('/organizations/%zz')).toBe('/organizations/%25zz');
    expect(await seen('/organizations/%ff?limit=%zz')).toBe('/organizations/%25ff?limit=%zz');
    expect(await seen('/organizations/external_id/a%20%C3%A9?x=%zz')).toBe(
      '/organizations/external_id/a%20%C3%A9?x=%zz',
    );
  });
});

test('a dashboard page that is not there says so without scripts, compressed or not, and nothing else is touched', async () => {
  const empty = '<html id="__next_error__"><head></head><body><script></script></body></html>';
  const full = '<html><body><h1>There is nothing here</h1></body></html>';
  for (const compressed of [false, true]) {
    const handle: Options['handle'] = (request, response) => {
      const body = Buffer.from(request.url?.endsWith('/full') ? full : empty);
      response.statusCode = request.url?.endsWith('/found') ? 200 : 404;
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (compressed) response.setHeader('Content-Encoding', 'gzip');
      const sent = compressed ? gzipSync(body) : body;
      response.write(sent.subarray(0, 10));
      response.end(sent.subarray(10));
    };
    await serve({ handle }, async (url) => {
      const textOf = async (path: string, accept = 'text/html') =>
        (await fetch(url + path, { headers: { accept } })).text();
      const told = await textOf('/dashboard/x');
      expect(told).toContain('<body><noscript><main');
      expect(told.replace(/<noscript>.*<\/noscript>/s, '')).toBe(empty);
      expect(await textOf('/dashboard/x/full')).toBe(full);
      expect(await textOf('/dashboard/x/found')).toBe(empty);
      expect(await textOf('/elsewhere')).toBe(empty);
      expect(await textOf('/dashboard/x', '*/*')).toBe(empty);
    });
  }
});
