import { existsSync } from 'node:fs';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A setting that cannot be used; `message` is one sentence saying what to set. */
export class EnvProblem extends Error {}

const DAY_LIMIT = 3650;

function oneSentence(message: string) {
  return { error: message };
}

const wholeNumber = (low: number, high: number, message: string) =>
  z
    .string()
    .regex(/^\d{1,6}$/, oneSentence(message))
    .transform(Number)
    .refine((value) => value >= low && value <= high, oneSentence(message));

/** Every variable Gatehouse reads, grouped by purpose. `.env.example` lists the same keys (tested). */
const variables = z.object({
  // Where it answers.
  PORT: wholeNumber(1, 65535, 'PORT must be a number from 1 to 65535.').default(3000),
  GATEHOUSE_LISTEN: z.string().optional(),
  GATEHOUSE_URL: z.string().transform(publicOrigin).optional(),
  GATEHOUSE_TRUST_PROXY: wholeNumber(
    0,
    10,
    'GATEHOUSE_TRUST_PROXY must be the number of proxies in front of Gatehouse, from 0 to 10.',
  ).default(0),

  // Where it keeps things.
  GATEHOUSE_DATA_DIR: z.string().default('.gatehouse'),
  DATABASE_URL: z
    .string()
    .refine(
      (value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value),
      oneSentence('DATABASE_URL must look like postgresql://user:password@host:5432/database.'),
    )
    .optional(),
  GATEHOUSE_SECRET_KEY: z.string().transform(secretKey).optional(),
  GATEHOUSE_SESSION_RETENTION_DAYS: wholeNumber(
    1,
    DAY_LIMIT,
    `GATEHOUSE_SESSION_RETENTION_DAYS must be a number of days from 1 to ${DAY_LIMIT}.`,
  ).default(90),

  // Whom it may call.
  GATEHOUSE_ALLOW_PRIVATE_METADATA_HOSTS: z.string().transform(hostList).optional(),
  GATEHOUSE_EGRESS_RANGES: z.string().transform(addressRanges).optional(),
  GATEHOUSE_OAUTH_ORIGINS: z.string().transform(oauthOrigins).optional(),

  // How its mail goes out.
  SMTP_URL: z.string().transform(smtpServer).optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/,
      oneSentence('MAIL_FROM must be one email address without a name, as in sso@example.com.'),
    )
    .optional(),

  // Who takes the money.
  GATEHOUSE_INVOICE_ISSUER: z.string().transform(lines).optional(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_PUBLISHABLE_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_API_BASE: z.string().transform(apiBase).optional(),

  // What it says.
  GATEHOUSE_LOG_LEVEL: z
    .enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      oneSentence('GATEHOUSE_LOG_LEVEL must be debug, info, warn, error or silent.'),
    )
    .default('info'),
  GATEHOUSE_LOG_FILE: z.string().optional(),
});

/** The names of all settings, as `.env.example` lists them. */
export const SETTING_NAMES = Object.keys(variables.shape);

/** Where mails are handed over. `requireTls` refuses to go on where the connection cannot be encrypted. */
export type SmtpServer = {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  requireTls: boolean;
  auth: { user: string; pass: string } | null;
};

/**
 * Settings as they were given, defaults filled in. `database.url` and `secret.key` are null where nobody set them:
 * the server process then starts the embedded PostgreSQL and keeps a key of its own.
 */
export type Settings = {
  /** `url` is the public origin without a trailing slash; `listen` the addresses to bind, `*` for all. */
  http: { port: number; url: string; secure: boolean; listen: readonly string[]; trustedProxies: number };
  data: { directory: string };
  database: { url: string | null };
  secret: { key: Buffer | null };
  sessions: { retentionDays: number };
  /** Hosts on private networks that a metadata URL may name; `'*'` allows all of them. */
  metadata: { privateHosts: readonly string[] | '*' };
  /** Servers in the place of OAuth providers: an origin by `google`, `microsoft`, `github`. */
  oauth: { origins: Readonly<Record<string, string>> };
  /** Where its own requests come from, as CIDR; empty when nobody said. */
  egress: { ranges: readonly string[] };
  /** Null without a mail server: mails then stay in the Outbox. */
  mail: { server: SmtpServer; from: string } | null;
  /** `issuer`: who sends invoices, in lines. `stripe` is null where billing is built in. */
  billing: {
    issuer: readonly string[];
    stripe: {
      secretKey: string;
      publishableKey: string;
      webhookSecret: string;
      apiBase: string | null;
    } | null;
  };
  /** `file` is null when lines go to standard output. */
  log: { level: 'debug' | 'info' | 'warn' | 'error' | 'silent'; file: string | null };
};

/** Settings inside the running server, where the database and the sealing key (32 bytes) are always known. */
export type Env = Omit<Settings, 'database' | 'secret'> & {
  database: { url: string };
  secret: { key: Buffer };
};

/** Reads settings from `source`; an empty value counts as not set. Throws `EnvProblem` with one sentence. */
export function parseSettings(source: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, source[name]?.trim() || undefined]));
  const result = variables.safeParse(given);
  if (!result.success) throw new EnvProblem(result.error.issues[0]?.message ?? 'A setting is not valid.');
  const values = result.data;

  const url = values.GATEHOUSE_URL ?? `http://localhost:${values.PORT}`;
  const directory = path.resolve(/* turbopackIgnore: true */ values.GATEHOUSE_DATA_DIR);
  const embedded = values.DATABASE_URL === undefined;
  const logFile = values.GATEHOUSE_LOG_FILE ?? (embedded ? path.join(directory, 'gatehouse.log') : '-');
  return {
    http: {
      port: values.PORT,
      url,
      secure: url.startsWith('https:'),
      listen: values.GATEHOUSE_LISTEN?.split(',').map((address) => address.trim()) ?? defaultListen(url),
      trustedProxies: values.GATEHOUSE_TRUST_PROXY,
    },
    data: { directory },
    database: { url: values.DATABASE_URL ?? null },
    secret: { key: values.GATEHOUSE_SECRET_KEY ?? null },
    sessions: { retentionDays: values.GATEHOUSE_SESSION_RETENTION_DAYS },
    mail: mailSettings(values.SMTP_URL, values.MAIL_FROM),
    metadata: { privateHosts: values.GATEHOUSE_ALLOW_PRIVATE_METADATA_HOSTS ?? [] },
    oauth: { origins: oauthSettings(values.GATEHOUSE_OAUTH_ORIGINS ?? {}, url) },
    egress: { ranges: values.GATEHOUSE_EGRESS_RANGES ?? [] },
    billing: { issuer: values.GATEHOUSE_INVOICE_ISSUER ?? [], stripe: stripeSettings(values) },
    log: { level: values.GATEHOUSE_LOG_LEVEL, file: logFile === '-' ? null : path.resolve(logFile) },
  };
}

/** Settings of this process, `.env` in the working directory included. Throws `EnvProblem`. */
export function processSettings(): Settings {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return parseSettings(process.env);
}

let memo: Env | undefined;

/** Settings of the running server, read once. Throws `EnvProblem` where database or key are not set. */
export function env(): Env {
  if (memo) return memo;
  const { database, secret, ...rest } = parseSettings(process.env);
  if (database.url === null) throw new EnvProblem('DATABASE_URL is not set; start Gatehouse with npm start.');
  if (secret.key === null) {
    throw new EnvProblem('GATEHOUSE_SECRET_KEY is not set; start Gatehouse with npm start.');
  }
  memo = { ...rest, database: { url: database.url }, secret: { key: secret.key } };
  return memo;
}

/** Puts resolved values where the libraries of this process and its children look for them. */
export function publishToProcess(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
  memo = undefined;
}

/** The PostgreSQL on which tests make their databases, when a test run has started one. */
export function testDatabaseServer(): string | null {
  return process.env['GATEHOUSE_TEST_DATABASE_URL'] || null;
}

/** What a program needs to run at all, without settings of ours or `PG…` variables of the machine's owner. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'LD_LIBRARY_PATH',
    'NODE_COMPILE_CACHE',
  ];
  const present = names.filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, process.env[name]])) as NodeJS.ProcessEnv;
}

function publicOrigin(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username
  ) {
    context.addIssue('GATEHOUSE_URL must be an origin such as https://sso.example.com, without a path.');
    return z.NEVER;
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    context.addIssue(
      `GATEHOUSE_URL must start with https:// for ${url.hostname}: sign-in cookies do not cross sites over plain http.`,
    );
    return z.NEVER;
  }
  return url.origin;
}

function mailSettings(server: SmtpServer | undefined, from: string | undefined): Settings['mail'] {
  if (server === undefined) return null;
  if (from === undefined) {
    throw new EnvProblem(
      'MAIL_FROM must be set with SMTP_URL: the address mails come from, as in sso@example.com.',
    );
  }
  return { server, from };
}

/** A password over an open connection is for this machine only; without one, encryption is taken where it is offered. */
function smtpServer(value: string, context: z.RefinementCtx): SmtpServer {
  const url = URL.canParse(value) ? new URL(value) : null;
  const usable =
    url !== null &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    !url.search &&
    !url.hash &&
    (url.username === '') === (url.password === '');
  const user = usable ? decoded(url.username) : null;
  const pass = usable ? decoded(url.password) : null;
  if (!usable || user === null || pass === null) {
    context.addIssue(
      'SMTP_URL must look like smtps://user:password@mail.example.com:465 or smtp://mail.example.com:587, with special characters in user and password percent-encoded.',
    );
    return z.NEVER;
  }
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && user !== '' && !isLoopback(url.hostname),
    auth: user === '' ? null : { user, pass },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function secretKey(value: string, context: z.RefinementCtx): Buffer {
  const hex = /^[0-9a-f]{64}$/i.test(value);
  const base64 = /^[A-Za-z0-9+/_-]{43}=?$/.test(value);
  if (!hex && !base64) {
    context.addIssue(
      'GATEHOUSE_SECRET_KEY must be 32 random bytes in base64 or hex; make one with: openssl rand -base64 32',
    );
    return z.NEVER;
  }
  return Buffer.from(value, hex ? 'hex' : 'base64');
}

/** Stripe needs all three keys; one that is missing would be noticed only when somebody pays. */
function stripeSettings(values: z.output<typeof variables>): Settings['billing']['stripe'] {
  const { STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET } = values;
  if (!STRIPE_SECRET_KEY) return null;
  if (!STRIPE_PUBLISHABLE_KEY || !STRIPE_WEBHOOK_SECRET) {
    throw new EnvProblem(
      'STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET are needed together with STRIPE_SECRET_KEY.',
    );
  }
  return {
    secretKey: STRIPE_SECRET_KEY,
    publishableKey: STRIPE_PUBLISHABLE_KEY,
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    apiBase: values.STRIPE_API_BASE ?? null,
  };
}

/** `Example Ltd | 1 High Street | London` */
function lines(value: string): readonly string[] {
  return value.split('|').map((line) => line.trim());
}

function apiBase(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) {
    context.addIssue('STRIPE_API_BASE must be an https:// address.');
    return z.NEVER;
  }
  return url.origin;
}

function hostList(value: string): readonly string[] | '*' {
  if (value === '*') return '*';
  const hosts = value.split(',').map((host) => host.trim().toLowerCase());
  return hosts.filter((host) => host !== '');
}

/** `google=https://idp.example.com,github=https://github.example.com` */
function oauthOrigins(value: string, context: z.RefinementCtx): Readonly<Record<string, string>> {
  const entries = value.split(',').map((part): [string, string] => {
    const [name = '', origin = ''] = part.trim().split(/=(.*)/s);
    return [name, origin];
  });
  const usable = entries.every(
    ([name, origin]) =>
      ['google', 'microsoft', 'github'].includes(name) &&
      URL.canParse(origin) &&
      /^https?:$/.test(new URL(origin).protocol) &&
      (origin.startsWith('https:') || isLoopback(new URL(origin).hostname)) &&
      new URL(origin).origin === origin,
  );
  if (usable && new Set(entries.map(([name]) => name)).size === entries.length) {
    return Object.fromEntries(entries);
  }
  context.addIssue(
    'GATEHOUSE_OAUTH_ORIGINS must name origins of google, microsoft or github, as in google=https://idp.example.com.',
  );
  return z.NEVER;
}

/** Without TLS only beside a server that itself is on this machine: whoever answers there says who signs in. */
function oauthSettings(
  origins: Readonly<Record<string, string>>,
  own: string,
): Readonly<Record<string, string>> {
  const plain = Object.values(origins).find((origin) => !origin.startsWith('https:'));
  if (plain !== undefined && !isLoopback(new URL(own).hostname)) {
    throw new EnvProblem(`GATEHOUSE_OAUTH_ORIGINS must use https:// for ${plain}.`);
  }
  return origins;
}

/** Single addresses become ranges of one; a range with bits behind its prefix is a typing error, so it is refused. */
function addressRanges(value: string, context: z.RefinementCtx): readonly string[] {
  const ranges = value.split(',').map((range) => range.trim());
  const read = ranges.map((text) => {
    const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(cidr) || (!cidr.includes(':') && !/^\d+(\.\d+){3}\//.test(cidr))) return null;
    const [address, bits] = ipaddr.parseCIDR(cidr);
    const range = `${address.toString()}/${bits}`;
    const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
    return kind.networkAddressFromCIDR(range).toString() === address.toString() ? range : null;
  });
  const usable = read.filter((range) => range !== null);
  if (usable.length === read.length) return usable;
  context.addIssue(
    'GATEHOUSE_EGRESS_RANGES must be IP addresses or CIDR ranges, comma-separated, as in 203.0.113.7,2001:db8::/48.',
  );
  return z.NEVER;
}

/** Whether a host name means this machine; only such an origin may do without TLS. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** A first-admin link must not be within reach of the network unless somebody named a public address. */
function defaultListen(url: string): readonly string[] {
  return isLoopback(new URL(url).hostname) ? ['127.0.0.1', '::1'] : ['*'];
}
