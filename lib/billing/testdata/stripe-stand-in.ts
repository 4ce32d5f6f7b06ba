import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

/**
 * As much of Stripe's API as billing uses, for tests, over HTTP: objects are typed by the official SDK, ids and
 * idempotency keys behave as Stripe documents them. Test numbers are not needed: payment methods are made by `addCard`,
 * and say themselves whether they pay.
 */

type Params = Record<string, unknown>;
type Fields = { id: string; object: string } & Params;

/** Refuses the next request whose path matches, in one of the ways in which Stripe does, or does not answer. */
export type Fault = {
  path: RegExp;
  method?: string;
  /** `silent`: no answer, nothing done. `lost`: done, but the answer is lost. */
  how: 'silent' | 'lost' | 'rate_limit' | 'down' | 'refused';
  times?: number;
};

const DECLINED = 'Your card was declined.';

export type StandIn = Awaited<ReturnType<typeof startStripe>>;

/** Starts it on a free port of the loopback. */
export async function startStripe(input: { secretKey: string; webhookSecret: string }) {
  const customers = new Map<string, Fields>();
  const taxIds = new Map<string, Fields>();
  const setups = new Map<string, Fields>();
  const methods = new Map<string, Fields & { pays: boolean }>();
  const invoices = new Map<string, Fields>();
  const items = new Map<string, Fields>();
  const notes = new Map<string, Fields>();
  const replays = new Map<string, { words: string; status: number; body: unknown }>();
  const faults: Fault[] = [];
  const requests: { method: string; path: string; params: Params; key: string | null }[] = [];
  let clock = 1_795_000_000;
  const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`;

  function refuse(
    status: number,
    type: 'invalid_request_error' | 'card_error' | 'api_error',
    code: string,
    message: string,
  ): never {
    throw Object.assign(new Error(message), { answer: { status, body: { error: { type, code, message } } } });
  }
  const missing = (what: string): never =>
    refuse(404, 'invalid_request_error', 'resource_missing', `No such ${what}`);
  const get = <Value>(map: Map<string, Value>, key: unknown, what: string): Value =>
    map.get(String(key)) ?? missing(what);
  const list = (found: Fields[]) => ({ object: 'list', data: found, has_more: false, url: '/' });

  const totalOf = (invoiceId: string) =>
    [...items.values()]
      .filter((item) => item['invoice'] === invoiceId)
      .reduce((sum, item) => sum + Number(item['amount']), 0);

  function pay(invoice: Fields, methodId: unknown): Fields {
    if (invoice['status'] !== 'open') {
      refuse(400, 'invalid_request_error', 'invoice_already_paid', 'Invoice is already paid');
    }
    const method = get(methods, methodId, 'PaymentMethod');
    const problem = method.pays ? null : { type: 'card_error', code: 'card_declined', message: DECLINED };
    invoice['payments'] = list([
      {
        id: id('inpay'),
        object: 'invoice_payment',
        payment: {
          type: 'payment_intent',
          payment_intent: { id: id('pi'), object: 'payment_intent', last_payment_error: problem },
        },
      },
    ]);
    if (problem) refuse(402, 'card_error', 'card_declined', DECLINED);
    invoice['status'] = 'paid' satisfies Stripe.Invoice.Status;
    return invoice;
  }

  const routes: [string, RegExp, (params: Params, ...ids: string[]) => unknown][] = [
    [
      'POST',
      /^\/v1\/customers$/,
      (params) => {
        const customer = {
          id: id('cus'),
          object: 'customer',
          created: clock,
          livemode: false,
          invoice_settings: {
            custom_fields: null,
            default_payment_method: null,
            footer: null,
            rendering_options: null,
          },
          metadata: {},
          ...params,
        } satisfies Partial<Stripe.Customer> & Params;
        customers.set(customer.id, customer);
        return customer;
      },
    ],
    [
      'POST',
      /^\/v1\/customers\/(\w+)$/,
      (params, key) => Object.assign(get(customers, key, 'customer'), params),
    ],
    [
      'GET',
      /^\/v1\/customers\/(\w+)$/,
      (_params, key) => {
        const customer = get(customers, key, 'customer') as Fields &
          Pick<Stripe.Customer, 'invoice_settings'>;
        const chosen = customer.invoice_settings.default_payment_method;
        const method = methods.get(String(chosen)) ?? null;
        return {
          ...customer,
          invoice_settings: { ...customer.invoice_settings, default_payment_method: method },
        };
      },
    ],
    [
      'POST',
      /^\/v1\/customers\/(\w+)\/tax_ids$/,
      (params, customer) => {
        get(customers, customer, 'customer');
        if (String(params['value']).startsWith('DE000')) {
          refuse(400, 'invalid_request_error', 'tax_id_invalid', 'Invalid value for eu_vat.');
        }
        const taxId = {
          id: id('txi'),
          object: 'tax_id',
          created: clock,
          livemode: false,
          type: 'eu_vat',
          value: '',
          ...params,
        } satisfies Partial<Stripe.TaxId> & Params;
        taxIds.set(taxId.id, { ...taxId, customer });
        return taxId;
      },
    ],
    [
      'DELETE',
      /^\/v1\/customers\/(\w+)\/tax_ids\/(\w+)$/,
      (_params, _customer, key = '') => {
        if (!taxIds.delete(key)) missing('tax_id');
        return { id: key, object: 'tax_id', deleted: true } satisfies Stripe.DeletedTaxId;
      },
    ],
    [
      'POST',
      /^\/v1\/setup_intents$/,
      (params) => {
        get(customers, params['customer'], 'customer');
        const key = id('seti');
        const setup = {
          id: key,
          object: 'setup_intent',
          created: clock,
          client_secret: `${key}_secret_${randomUUID().slice(0, 8)}`,
          livemode: false,
          payment_method: null,
          status: 'requires_payment_method',
          customer: String(params['customer']),
          usage: String(params['usage']),
        } satisfies Partial<Stripe.SetupIntent>;
        setups.set(setup.id, setup);
        return setup;
      },
    ],
    [
      'GET',
      /^\/v1\/setup_intents\/(\w+)$/,
      (_params, key) => {
        const setup = get(setups, key, 'setupintent');
        return { ...setup, payment_method: methods.get(String(setup['payment_method'])) ?? null };
      },
    ],
    [
      'POST',
      /^\/v1\/invoices$/,
      (params) => {
        get(customers, params['customer'], 'customer');
        const invoice = {
          id: id('in'),
          object: 'invoice',
          created: clock,
          currency: String(params['currency']),
          customer: String(params['customer']),
          hosted_invoice_url: null,
          livemode: false,
          metadata: params['metadata'] as Stripe.Metadata,
          status: 'draft',
          total: 0,
          collection_method: params['collection_method'] as Stripe.Invoice.CollectionMethod,
        } satisfies Partial<Stripe.Invoice>;
        invoices.set(invoice.id, invoice);
        return invoice;
      },
    ],
    [
      'GET',
      /^\/v1\/invoices$/,
      (params) => list([...invoices.values()].filter((one) => one['customer'] === params['customer'])),
    ],
    ['GET', /^\/v1\/invoices\/(\w+)$/, (_params, key) => get(invoices, key, 'invoice')],
    [
      'POST',
      /^\/v1\/invoices\/(\w+)\/finalize$/,
      (_params, key = '') => {
        const invoice = get(invoices, key, 'invoice');
        if (invoice['status'] !== 'draft') {
          refuse(400, 'invalid_request_error', 'invoice_not_editable', 'This invoice is already finalized');
        }
        return Object.assign(invoice, {
          status: 'open',
          total: totalOf(key),
          amount_due: totalOf(key),
          hosted_invoice_url: `https://invoice.stripe.example/${key}`,
        } satisfies Partial<Stripe.Invoice>);
      },
    ],
    [
      'POST',
      /^\/v1\/invoices\/(\w+)\/pay$/,
      (params, key) => pay(get(invoices, key, 'invoice'), params['payment_method']),
    ],
    [
      'POST',
      /^\/v1\/invoices\/(\w+)\/void$/,
      (_params, key) => {
        const invoice = get(invoices, key, 'invoice');
        if (invoice['status'] !== 'open') {
          refuse(400, 'invalid_request_error', 'invoice_not_open', 'You can only void open invoices');
        }
        return Object.assign(invoice, { status: 'void' } satisfies Partial<Stripe.Invoice>);
      },
    ],
    [
      'POST',
      /^\/v1\/invoiceitems$/,
      (params) => {
        get(invoices, params['invoice'], 'invoice');
        const item = {
          id: id('ii'),
          object: 'invoiceitem',
          livemode: false,
          ...params,
          amount: Number(params['amount']),
        } satisfies Partial<Stripe.InvoiceItem> & Params;
        items.set(item.id, item);
        return item;
      },
    ],
    [
      'DELETE',
      /^\/v1\/invoiceitems\/(\w+)$/,
      (_params, key) => {
        if (!items.delete(key)) missing('invoiceitem');
        return { id: key, object: 'invoiceitem', deleted: true } satisfies Stripe.DeletedInvoiceItem;
      },
    ],
    [
      'GET',
      /^\/v1\/invoiceitems$/,
      (params) => list([...items.values()].filter((one) => one['invoice'] === params['invoice'])),
    ],
    [
      'POST',
      /^\/v1\/credit_notes$/,
      (params) => {
        const invoice = get(invoices, params['invoice'], 'invoice');
        const note = {
          id: id('cn'),
          object: 'credit_note',
          livemode: false,
          status: 'issued',
          amount: Number(params['amount']),
          invoice: invoice.id,
          customer: String(invoice['customer']),
          memo: (params['memo'] as string | undefined) ?? null,
          metadata: (params['metadata'] as Stripe.Metadata | undefined) ?? {},
        } satisfies Partial<Stripe.CreditNote>;
        notes.set(note.id, note);
        return note;
      },
    ],
    [
      'GET',
      /^\/v1\/credit_notes$/,
      (params) => list([...notes.values()].filter((one) => one['invoice'] === params['invoice'])),
    ],
    [
      'POST',
      /^\/v1\/billing_portal\/sessions$/,
      (params) => {
        get(customers, params['customer'], 'customer');
        return {
          id: id('bps'),
          object: 'billing_portal.session',
          livemode: false,
          customer: String(params['customer']),
          return_url: String(params['return_url']),
          url: `https://billing.stripe.example/${String(params['customer'])}`,
        } satisfies Partial<Stripe.BillingPortal.Session>;
      },
    ],
  ];

  function answer(method: string, url: URL, body: string, key: string | null) {
    const params = decode(method === 'GET' ? url.searchParams : new URLSearchParams(body));
    requests.push({ method, path: url.pathname, params, key });
    const words = `${method} ${url.pathname} ${JSON.stringify(params)}`;
    const before = key === null ? undefined : replays.get(key);
    if (before && before.words !== words) {
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      return { status: 400, body: { error: { type: 'idempotency_error', message } } };
    }
    if (before) return before;
    const result = work(method, url.pathname, params);
    if (key !== null) replays.set(key, { words, ...result });
    return result;
  }

  function work(method: string, path: string, params: Params): { status: number; body: unknown } {
    for (const [wanted, pattern, run] of routes) {
      const match = wanted === method ? pattern.exec(path) : null;
      if (!match) continue;
      try {
        return { status: 200, body: structuredClone(run(params, ...match.slice(1))) };
      } catch (error) {
        const known = (error as { answer?: { status: number; body: unknown } }).answer;
        if (!known) throw error;
        return known;
      }
    }
    return {
      status: 404,
      body: { error: { type: 'invalid_request_error', message: `Unrecognized request URL (${path})` } },
    };
  }

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json', 'request-id': id('req') });
        response.end(JSON.stringify(body));
      };
      const url = new URL(request.url ?? '/', 'http://stripe.test');
      const method = request.method ?? '';
      if (request.headers.authorization !== `Bearer ${input.secretKey}`) {
        const error = { type: 'invalid_request_error', message: 'Invalid API Key provided' };
        return send(401, { error });
      }
      const index = faults.findIndex(
        (one) => one.path.test(url.pathname) && (one.method === undefined || one.method === method),
      );
      const fault = faults[index];
      if (fault) {
        fault.times = (fault.times ?? 1) - 1;
        if (fault.times <= 0) faults.splice(index, 1);
      }
      if (fault?.how === 'silent') return;
      if (fault?.how === 'rate_limit') {
        return send(429, {
          error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many' },
        });
      }
      if (fault?.how === 'down') return send(503, { error: { type: 'api_error', message: 'Down' } });
      if (fault?.how === 'refused') {
        return send(400, { error: { type: 'invalid_request_error', message: 'No' } });
      }
      const key = single(request.headers['idempotency-key']);
      const { status, body } = answer(method, url, Buffer.concat(chunks).toString(), key);
      if (fault?.how === 'lost') return void request.socket.destroy();
      send(status, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    apiBase: `http://127.0.0.1:${port}`,
    requests,
    objects: { customers, taxIds, setups, invoices, items, notes },
    fail: (fault: Fault) => faults.push(fault),
    /** The clock of events, in seconds. */
    setClock: (now: Date) => {
      clock = Math.floor(now.getTime() / 1000);
    },
    forgetKeys: () => replays.clear(),
    /** A card as Stripe's own form would take it for a setup, which is finished then. */
    takeCard: (setupId: string, input: { last4: string; pays: boolean }) => {
      const method = {
        id: id('pm'),
        object: 'payment_method',
        type: 'card',
        livemode: false,
        card: {
          brand: 'visa',
          last4: input.last4,
          exp_month: 4,
          exp_year: 2040,
        } as Stripe.PaymentMethod.Card,
      } satisfies Partial<Stripe.PaymentMethod>;
      methods.set(method.id, { ...method, pays: input.pays });
      const setup = get(setups, setupId, 'setupintent');
      Object.assign(setup, { payment_method: method.id, status: 'succeeded' });
      return { method: method.id, setup };
    },
    /** A signed notice about an object as it is now, or as `object` says. */
    notice: (type: string, object: Params, options: { id?: string; secret?: string; at?: Date } = {}) => {
      const created = options.at ? Math.floor(options.at.getTime() / 1000) : clock;
      const event = {
        id: options.id ?? id('evt'),
        object: 'event',
        api_version: Stripe.API_VERSION,
        created,
        livemode: false,
        pending_webhooks: 1,
        request: null,
        type,
        data: { object: structuredClone(object) },
      };
      const body = JSON.stringify(event);
      const signature = Stripe.webhooks.generateTestHeaderString({
        payload: body,
        secret: options.secret ?? input.webhookSecret,
        timestamp: created,
      });
      return { id: event.id, body, signature };
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** `a[b]=1&c[0]=2` as nested values, which is how Stripe reads forms. */
function decode(form: URLSearchParams): Params {
  const root: Params = {};
  for (const [name, value] of form) {
    const path = name.replaceAll(']', '').split('[');
    let node = root;
    for (const part of path.slice(0, -1)) {
      node[part] ??= {};
      node = node[part] as Params;
    }
    node[path.at(-1) ?? ''] = value;
  }
  return root;
}

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
