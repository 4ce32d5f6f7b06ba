import { defaultSources } from '#lib/attributes/attribute-types.ts';
import type { CustomMapping } from '#lib/attributes/custom-attributes.ts';
import { attributeNames } from '#lib/attributes/identity-providers.ts';
import { type FieldMapping, requiredFields } from '#lib/attributes/profile.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import type { HeldMetadata } from '#lib/data/followed-metadata.ts';
import type { EnvironmentData } from '#lib/data/for-environment.ts';
import type { SessionDetailRow } from '#lib/data/sso-sessions.ts';
import { isOidcConnectionType } from '#lib/oidc/connections.ts';
import { isOAuthConnectionType } from '#lib/oidc/providers.ts';
import { decodeBase64 } from '#lib/saml/base64.ts';
import { formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { unseal } from '#lib/secrets.ts';
import { type AddressMistake, addressMistake } from './address-mistake.ts';
import type { CertificateFinding, CertificateTrouble } from './certificate-diagnosis.ts';
import { circumstancesOf } from './circumstances.ts';
import { type ConsolePlace, consolePlace, typeLabel } from './console-place.ts';
import { acsUrl, spEntityId } from './service-provider.ts';
import { SESSION_ERRORS, type SessionErrorCode } from './session-errors.ts';
import {
  type ConsoleField,
  explanationIn,
  explanationOf,
  type FixPage,
  RESPONSIBLE,
  type Remedy,
  type Responsible,
} from './session-explanation.ts';
import { type Rung, sessionLadder } from './session-ladder.ts';
import { FIELD_LABELS, type SessionReading } from './session-reading.ts';
import { SESSION_ORIGINS, SESSION_STATES, type SessionState, TIME_OUT_AFTER_MS } from './session-states.ts';
import { type FormattedXml, formatXml } from './session-xml.ts';
import { withName } from './uri-names.ts';

type Context = Pick<EnvironmentContext, 'data' | 'scope' | 'now'>;

/** One step of an attempt. `at` is ISO 8601; `afterMs` counts from the step before. */
export type TimelineStep = {
  title: string;
  detail: string | null;
  at: string | null;
  afterMs: number | null;
  outcome: 'done' | 'failed' | 'waiting' | 'missed';
};

/** A certificate, ready to compare. Dates are ISO 8601. */
export type CertificateView = {
  pem: string;
  /** Null when the text is no certificate that can be read. */
  read: {
    fingerprint: string;
    subject: string;
    issuer: string;
    notBefore: string;
    notAfter: string;
    key: string;
    /** Judged at the moment of the sign-in. */
    validity: 'valid' | 'expired' | 'not_yet_valid';
  } | null;
};

export type RemedyView = {
  by: Responsible;
  who: string;
  meaning: string;
  what: string;
  page: FixPage | null;
  /** Only where the certificate was diagnosed as one of these; null always. */
  when: readonly CertificateTrouble[] | null;
  /** Where in the identity provider's console, and the value that belongs there. */
  console: ConsolePlace | null;
};

export type FailureView = {
  /** One of the five, or null for a refusal that is not about the response. */
  error: { code: SessionErrorCode; title: string; meaning: string } | null;
  code: string;
  title: string;
  happened: string;
  /** The stored sentence about this very message. */
  detail: string | null;
  expected: { label: string; values: readonly string[] } | null;
  received: { label: string; values: readonly string[] } | null;
  /** Which line of the response: as it is shown below where it is formatted, otherwise as it was received. */
  place: { line: number | null; xpath: string | null; formatted: boolean } | null;
  /** What was done to the value that was expected, and where the two begin to differ. */
  mistake: AddressMistake | null;
  remedies: RemedyView[];
  /** For a certificate error: what was received, what was stored then, and whether it is stored now. */
  certificates: {
    received: CertificateView | null;
    stored: CertificateView[];
    /** What the followed metadata lists now, also where it waits for somebody's decision; null where none is followed. */
    metadata: CertificateView[] | null;
    addedSince: boolean;
  } | null;
  encryption: {
    algorithm: string | null;
    keyAlgorithm: string | null;
    madeFor: string | null;
    ours: CertificateView[];
    /** It was encrypted for a key pair that this connection has had: the last version with it, and who took it off. */
    retired: { last: number; at: string; by: string } | null;
  } | null;
  domain: { email: string; domain: string; allowed: readonly string[] } | null;
};

export type ProfileFieldView = {
  /** A standard field, or the name of an attribute that the environment defines. */
  field: string;
  label: string;
  required: boolean;
  /** Attribute the value came from, or null. */
  source: string | null;
  value: string | null;
  problem: string | null;
  /** Attribute names that were looked for, the connection's own mapping first. */
  lookedFor: readonly string[];
  mapped: boolean;
};

export type MessageView = {
  which: 'request' | 'response';
  /** Decoded XML, or the field as posted when it could not be decoded. */
  raw: string;
  /** Whether `raw` is only the beginning. */
  cut: boolean;
  kind: 'xml' | 'text';
  formatted: FormattedXml | null;
  bytes: number;
};

export type SessionDetail = {
  id: string;
  /** What the messages are written in; OAuth has no response to check step by step. */
  protocol: 'saml' | 'oauth';
  state: { name: SessionState; label: string; tone: 'blue' | 'green' | 'red' | 'gray'; meaning: string };
  origin: { label: string; meaning: string };
  user: { email: string | null; name: string | null; idpId: string | null; profileId: string | null };
  /** The profile that this person's email address had before it came with another ID. */
  formerProfile: { id: string; idpId: string; seenAt: string } | null;
  loginHint: string | null;
  connection: { id: string; name: string; typeLabel: string } | null;
  organization: { id: string; name: string } | null;
  redirectUri: string | null;
  usesPkce: boolean;
  requestId: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  timeline: TimelineStep[];
  codeReuses: number;
  /** The other session of a converted sign-in: what was dropped for this one, or begun for it. */
  counterpart: { id: string; was: 'dropped' | 'begun' } | null;
  /** The session whose request the response answers, where that is another one than this. */
  answers: string | null;
  failure: FailureView | null;
  notes: { title: string; detail: string; legacy: boolean }[];
  /** What was read from the response; null when none came, or when it cannot be opened any more. */
  reading: {
    verified: boolean;
    signedBy: string | null;
    issuer: string | null;
    nameId: string | null;
    nameIdFormat: string | null;
    status: string | null;
    attributes: { name: string; values: readonly string[]; usedFor: string[] }[] | null;
    profile: ProfileFieldView[] | null;
  } | null;
  /** Every check of the response; null when none came. */
  ladder: LadderView | null;
  unreadable: boolean;
  request: MessageView | null;
  response: MessageView | null;
};

const PROBLEMS = {
  missing: 'Missing',
  not_a_number: 'Not a number',
  not_a_boolean: 'Neither yes nor no',
  not_a_date: 'Not a date',
  not_an_email: 'Not an email address',
  too_long: 'Longer than 1,024 characters',
  transient_name_id: 'A transient NameID: it changes at every sign-in',
} as const;

/** A check with the line of the formatted response it looks at. */
export type RungView = Rung & { line: number | null };
export type LadderView = { rungs: RungView[]; caveat: string | null };

/** Notes about an accepted response. `legacy` marks a weaker check that a switch of the connection allowed. */
const NOTES: Readonly<Record<string, { title: string; legacy: boolean }>> = {
  sha1_used: { title: 'Legacy: signed with SHA-1', legacy: true },
  small_rsa_key_used: { title: 'Legacy: short RSA key', legacy: true },
  cbc_used: { title: 'Legacy: AES-CBC without an outer signature', legacy: true },
  certificate_expired: { title: 'The signing certificate has expired', legacy: false },
  certificate_not_yet_valid: { title: 'The signing certificate is not valid yet', legacy: false },
  authn_statement_missing: { title: 'No AuthnStatement', legacy: false },
  encrypted_attribute_ignored: { title: 'An encrypted attribute was left out', legacy: false },
};

/** Longest message that is formatted, in characters and in tags; a longer one is shown as received. */
const FORMAT_LIMIT = { characters: 256 * 1024, tags: 5000 };

/** Of a message that was never meant to be read, the page shows this many characters; the file has all. */
const SHOWN_CHARACTERS = 128 * 1024;

/** Everything the session page shows of one attempt, or null when this environment has no such session. */
export async function sessionDetail(
  { data, scope, now }: Context,
  sessionId: string,
): Promise<SessionDetail | null> {
  const row = await data.ssoSessions.get(sessionId);
  if (!row) return null;
  const record = await openRecord(data, scope.environmentId, sessionId);
  const { reading } = record;
  const { connection } = row;
  const former = row.profile ? await data.identityPairs.before(row.profile.id) : null;
  const state = SESSION_STATES[row.state];
  const place = placeOf(row);
  const type = connection?.connectionType ?? '';
  const protocol = isOAuthConnectionType(type) || isOidcConnectionType(type) ? 'oauth' : 'saml';
  const ladder = protocol === 'oauth' ? null : await sessionLadder({ data, scope }, row, record);
  const places = [place?.xpath, ...(ladder?.rungs ?? []).map(({ xpath }) => xpath)];
  const response =
    record.response === null
      ? null
      : responseView(record.response, [...new Set(places.filter((xpath) => typeof xpath === 'string'))]);
  return {
    id: row.id,
    protocol,
    state: { name: row.state, label: state.label, tone: state.tone, meaning: state.meaning },
    origin: SESSION_ORIGINS[row.origin],
    user: {
      email: row.userEmail,
      name: row.userName ?? fullName(row),
      idpId: row.userIdpId,
      profileId: row.profile?.id ?? null,
    },
    formerProfile: former && { id: former.id, idpId: former.idpId, seenAt: former.updatedAt.toISOString() },
    loginHint: row.loginHint,
    connection: connection && {
      id: connection.id,
      name: connection.name,
      typeLabel: typeLabel(connection.connectionType),
    },
    organization: connection?.organization ?? null,
    redirectUri: row.redirectUri,
    usesPkce: row.codeChallenge !== null,
    requestId: row.requestId,
    ipAddress: row.ipAddress,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    timeline: timelineOf(row, now),
    codeReuses: row.codeReuses,
    counterpart: row.counterpartId
      ? { id: row.counterpartId, was: row.state === 'converted' ? 'begun' : 'dropped' }
      : null,
    answers: await answered(data, row, reading),
    // Dropping a response is what the connection is set to do, and nobody has to act.
    failure:
      row.failureCode === null || row.state === 'converted'
        ? null
        : placedIn(response, failureOf(row, row.failureCode, record, await retiredKey(data, row, reading))),
    notes: row.notes.map((code) => ({
      title: NOTES[code]?.title ?? code,
      legacy: NOTES[code]?.legacy ?? false,
      detail: reading?.notes.find((note) => note.code === code)?.detail ?? '',
    })),
    reading: reading && readingView(reading, connection?.connectionType ?? ''),
    ladder: ladder && {
      ...ladder,
      rungs: ladder.rungs.map((rung) => ({
        ...rung,
        expected: rung.expected.map(readable),
        received: rung.received.map(readable),
        line: (rung.xpath !== null && response?.formatted?.lines[rung.xpath]) || null,
      })),
    },
    unreadable: record.unreadable,
    request: record.request === null ? null : messageView('request', record.request, []),
    response,
  };
}

/** One raw message of a session for download: its text and whether that is XML; null when there is none. */
export async function sessionMessage(
  { data, scope }: Pick<Context, 'data' | 'scope'>,
  sessionId: string,
  which: 'request' | 'response',
): Promise<{ text: string; kind: 'xml' | 'text' } | null> {
  const record = await openRecord(data, scope.environmentId, sessionId);
  const message = record[which];
  if (message === null) return null;
  if (which === 'request') return { text: message, kind: looksLikeXml(message) ? 'xml' : 'text' };
  const xml = decodeResponse(message);
  return xml === null ? { text: message, kind: 'text' } : { text: xml, kind: 'xml' };
}

type OpenRecord = {
  request: string | null;
  response: string | null;
  reading: SessionReading | null;
  /** Something is there that the sealing key does not open. */
  unreadable: boolean;
};

/** What was recorded of a session, opened. */
export async function openRecord(
  data: EnvironmentData,
  environmentId: string,
  sessionId: string,
): Promise<OpenRecord> {
  const sealed = await data.ssoSessions.record(sessionId);
  let unreadable = false;
  const open = (column: 'requestSealed' | 'responseSealed' | 'readingSealed') => {
    const bytes = sealed?.[column];
    if (!bytes) return null;
    try {
      return unseal(bytes, { environmentId, column, row: sessionId }).toString('utf8');
    } catch {
      unreadable = true;
      return null;
    }
  };
  const reading = open('readingSealed');
  return {
    request: open('requestSealed'),
    response: open('responseSealed'),
    reading: reading === null ? null : (JSON.parse(reading) as SessionReading),
    unreadable,
  };
}

function fullName(row: SessionDetailRow): string | null {
  const { profile } = row;
  return profile?.name ?? ([profile?.firstName, profile?.lastName].filter(Boolean).join(' ') || null);
}

async function answered(
  data: EnvironmentData,
  row: SessionDetailRow,
  reading: SessionReading | null,
): Promise<string | null> {
  const requestId = reading?.settings?.requestId;
  if (row.requestId !== null || !row.connection || !requestId) return null;
  return data.ssoSessions.byRequest(row.connection.id, requestId);
}

// What happened, step by step

function timelineOf(row: SessionDetailRow, now: Date): TimelineStep[] {
  const steps: TimelineStep[] = [];
  let before: Date | null = null;
  const add = (
    title: string,
    at: Date | null,
    outcome: TimelineStep['outcome'],
    detail: string | null = null,
  ) => {
    const afterMs = at && before ? at.getTime() - before.getTime() : null;
    steps.push({ title, detail, at: at?.toISOString() ?? null, afterMs, outcome });
    if (at) before = at;
  };
  const failedAt = row.state === 'failed' || row.state === 'test_failed' ? row.endedAt : null;
  const reason = row.failureCode === null ? null : explanationOf(row.failureCode).title;
  const timedOutAt = new Date(row.createdAt.getTime() + TIME_OUT_AFTER_MS);

  if (row.state !== 'converted' && row.counterpartId !== null) {
    add(
      'Response without a request dropped',
      row.createdAt,
      'done',
      'The person began at the identity provider.',
    );
  }
  if (row.requestId !== null) {
    add('Request sent to the identity provider', row.createdAt, 'done');
  } else if (row.respondedAt === null) {
    add('The app asked for a sign-in', row.createdAt, 'done');
    add('Refused before a request was sent', failedAt ?? row.createdAt, 'failed', reason);
    return steps;
  }

  if (row.respondedAt === null) {
    if (row.state === 'timed_out') {
      add('No response within five minutes', timedOutAt, 'missed', NO_RESPONSE);
    } else {
      add('Waiting for the response', null, 'waiting', 'The person is at the identity provider.');
    }
    return steps;
  }
  add(
    'Response received',
    row.respondedAt,
    'done',
    row.requestId === null
      ? row.origin === 'identity_provider'
        ? 'Nobody had asked for it.'
        : 'The request it answers, if any, was sent by another session.'
      : null,
  );
  if (row.state === 'converted') {
    add(
      'Response dropped, sign-in begun again with a request',
      row.endedAt,
      'done',
      'Nothing in it was checked.',
    );
    return steps;
  }
  if (failedAt !== null && !row.question) {
    add('Response refused', failedAt, 'failed', reason);
    return steps;
  }
  if (row.question) {
    const { askedAt, answeredAt, approved, expiresAt } = row.question;
    add('Response accepted, the person was asked for consent', askedAt, 'done');
    if (answeredAt !== null && !approved) {
      add('The person declined', answeredAt, 'failed', 'The app was told, and got no code.');
      return steps;
    }
    if (answeredAt === null) {
      if (expiresAt <= now) add('The person did not answer', expiresAt, 'missed', 'The app got no code.');
      else add('Waiting for the person’s answer', null, 'waiting');
      return steps;
    }
    add('The person agreed, code sent to the app', answeredAt, 'done');
  } else {
    add('Response accepted, code sent to the app', row.authorizedAt, 'done');
  }
  if (row.exchangedAt !== null) {
    add('Code exchanged for the profile', row.exchangedAt, 'done');
  } else if (row.codeExpiresAt !== null && row.codeExpiresAt <= now) {
    add('The code was never exchanged', row.codeExpiresAt, 'missed', NO_EXCHANGE);
  } else if (row.state === 'timed_out') {
    add(
      'The code was not exchanged in time',
      timedOutAt,
      'missed',
      `${NO_EXCHANGE} It still can, until the code expires.`,
    );
  } else {
    add('Waiting for the app to exchange the code', null, 'waiting');
  }
  return steps;
}

const NO_RESPONSE =
  'The person may have closed the window, or the identity provider showed an error of its own. Its log says more.';
const NO_EXCHANGE = 'The app’s callback did not call /sso/token with the code. Look into the log of the app.';

// Why it failed

type Evidence = {
  expected?: string | string[];
  received?: string | string[];
  detail?: string;
  place?: { line?: number; xpath?: string };
};

function evidenceOf(row: SessionDetailRow): Evidence {
  const evidence = row.failureEvidence;
  return evidence !== null && typeof evidence === 'object' && !Array.isArray(evidence)
    ? (evidence as Evidence)
    : {};
}

function placeOf(row: SessionDetailRow): FailureView['place'] {
  const { place } = evidenceOf(row);
  return place ? { line: place.line ?? null, xpath: place.xpath ?? null, formatted: false } : null;
}

function failureOf(
  row: SessionDetailRow,
  code: string,
  { reading, response }: Pick<OpenRecord, 'reading' | 'response'>,
  retired: NonNullable<FailureView['encryption']>['retired'],
): FailureView {
  const evidence = evidenceOf(row);
  const values = (side: string | string[] | undefined) =>
    side === undefined ? [] : Array.isArray(side) ? side : [side];
  const domain = row.errorCode === 'profile_not_allowed_outside_organization' ? domainOf(evidence) : null;
  const listed = row.connection?.organization?.domains ?? [];
  const explanation = explanationIn(
    code,
    circumstancesOf({
      code,
      expected: values(evidence.expected),
      received: values(evidence.received),
      response,
      connectionType: row.connection?.connectionType ?? null,
      at: row.respondedAt ?? row.createdAt,
      domain: domain && {
        name: domain.domain.toLowerCase(),
        listed: listed.some(
          (one) => one.domain === domain.domain.toLowerCase() && !COUNTING.includes(one.state),
        ),
      },
    }),
  );
  const side = (label: string | undefined, given: string | string[] | undefined) =>
    values(given).length === 0 ? null : { label: label ?? '', values: values(given).map(readable) };
  const error = row.errorCode === null ? null : SESSION_ERRORS[row.errorCode];
  return {
    error: row.errorCode && error && { code: row.errorCode, title: error.title, meaning: error.meaning },
    code,
    title: explanation.title,
    happened: explanation.happened,
    detail: evidence.detail ?? null,
    expected: side(explanation.expected ?? 'Expected', evidence.expected),
    received: side(explanation.received ?? 'Received', evidence.received),
    place: placeOf(row),
    mistake: mistakeOf(code, values(evidence.expected), values(evidence.received), reading),
    remedies: explanation.remedies.map((remedy: Remedy) => ({
      by: remedy.by,
      who: RESPONSIBLE[remedy.by].label,
      meaning: RESPONSIBLE[remedy.by].meaning,
      what: remedy.what,
      page: remedy.page ?? null,
      when: remedy.when ?? null,
      console: remedy.field === undefined ? null : consoleOf(remedy.field, row, reading),
    })),
    certificates:
      row.errorCode === 'invalid_x509_certificate' || code === 'signature_invalid'
        ? certificatesOf(row, reading)
        : null,
    encryption: row.errorCode === 'decryption_failed' ? encryptionOf(row, reading, retired) : null,
    domain,
  };
}

/** States in which a domain counts. */
const COUNTING: readonly string[] = ['verified', 'legacy_verified'];

const ADDRESSES: readonly string[] = [
  'destination_mismatch',
  'recipient_mismatch',
  'audience_mismatch',
  'issuer_mismatch',
];

function mistakeOf(
  code: string,
  expected: readonly string[],
  received: readonly string[],
  reading: SessionReading | null,
): AddressMistake | null {
  const [ours, theirs] = [expected[0], received[0]];
  if (!ADDRESSES.includes(code) || ours === undefined || theirs === undefined) return null;
  if (expected.length > 1 || received.length > 1) return null;
  const own = reading?.serviceProvider;
  const other =
    !own || code === 'issuer_mismatch'
      ? null
      : code === 'audience_mismatch'
        ? { name: 'ACS URL', value: own.acsUrl }
        : { name: 'SP entity ID', value: own.entityId };
  return addressMistake(ours, theirs, other);
}

/** The session with only the remedies that fit what was found out about the certificate. */
export function diagnosed(session: SessionDetail, finding: CertificateFinding | null): SessionDetail {
  const { failure } = session;
  if (!failure || !finding) return session;
  const remedies = failure.remedies.filter(({ when }) => when === null || when.includes(finding.kind));
  return { ...session, failure: { ...failure, remedies } };
}

/** With the line of the response as it is shown, so that there is one numbering on the page. */
function placedIn(response: MessageView | null, failure: FailureView): FailureView {
  const { place } = failure;
  if (!place || !response?.formatted) return failure;
  const line = (place.xpath !== null && response.formatted.lines[place.xpath]) || null;
  return { ...failure, place: { ...place, line, formatted: true } };
}

/** Fingerprints the way consoles print them, URIs with their names; everything else as it is. */
function readable(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? formatFingerprint(value) : withName(value);
}

function consoleOf(
  field: ConsoleField,
  row: SessionDetailRow,
  reading: SessionReading | null,
): RemedyView['console'] {
  if (!row.connection) return null;
  return consolePlace(field, row.connection.connectionType, {
    // What is asked for now: the addresses and the certificate of then may have been changed since.
    serviceProvider: { acsUrl: acsUrl(row.connection), entityId: spEntityId(row.connection) },
    encryptionCertificate:
      row.connection.keyPairs.at(-1)?.certificatePem ?? reading?.encryptionCertificates.at(-1) ?? null,
  });
}

function certificatesOf(row: SessionDetailRow, reading: SessionReading | null): FailureView['certificates'] {
  if (!reading) return null;
  const received =
    reading.embeddedCertificate === null ? null : certificateView(reading.embeddedCertificate, row.createdAt);
  const fingerprint =
    reading.embeddedCertificate === null
      ? undefined
      : parseCertificate(reading.embeddedCertificate)?.fingerprintSha256;
  const stored = reading.storedCertificates.map((pem) => certificateView(pem, row.createdAt));
  const now = row.connection?.certificates.some((one) => one.fingerprintSha256 === fingerprint) ?? false;
  const then = stored.some((one) => one.read?.fingerprint === received?.read?.fingerprint);
  return {
    received,
    stored,
    metadata: metadataCertificates(row)?.map((pem) => certificateView(pem, row.createdAt)) ?? null,
    addedSince: fingerprint !== undefined && now && !then,
  };
}

/** Certificates of the metadata as it was fetched last, in PEM; null where the connection follows none. */
export function metadataCertificates({ connection }: Pick<SessionDetailRow, 'connection'>): string[] | null {
  const followed = connection?.followedMetadata;
  if (!connection || !followed || followed.url !== connection.idpMetadataUrl) return null;
  const listed = connection.certificates.filter((one) => one.fromMetadata && one.missingSince === null);
  const held = followed.held as HeldMetadata | null;
  return [...new Set([...listed.map(({ pem }) => pem), ...(held?.certificates ?? [])])];
}

/** Reads a certificate for display; its validity is that of the moment `at`. */
export function certificateView(pem: string, at: Date): CertificateView {
  const certificate = parseCertificate(pem);
  if (!certificate) return { pem, read: null };
  const { notAfter, notBefore } = certificate;
  const kind = { rsa: 'RSA', ec: 'EC', other: 'Other' }[certificate.keyType];
  return {
    pem: certificate.pem,
    read: {
      fingerprint: formatFingerprint(certificate.fingerprintSha256),
      subject: certificate.subject,
      issuer: certificate.issuer,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
      key: certificate.keyBits > 0 ? `${kind}, ${certificate.keyBits} bits` : kind,
      validity: notAfter < at ? 'expired' : notBefore > at ? 'not_yet_valid' : 'valid',
    },
  };
}

async function retiredKey(
  data: EnvironmentData,
  row: SessionDetailRow,
  reading: SessionReading | null,
): Promise<NonNullable<FailureView['encryption']>['retired']> {
  const madeFor = reading?.encryption?.keyInfoCertificateFingerprint;
  if (row.errorCode !== 'decryption_failed' || !row.connection || madeFor === undefined) return null;
  const found = await data.connectionVersions.retirementOf(row.connection.id, madeFor);
  return found && { last: found.last, at: found.retiredAt.toISOString(), by: found.retiredBy };
}

function encryptionOf(
  row: SessionDetailRow,
  reading: SessionReading | null,
  retired: NonNullable<FailureView['encryption']>['retired'],
): FailureView['encryption'] {
  if (!reading) return null;
  const madeFor = reading.encryption?.keyInfoCertificateFingerprint;
  return {
    algorithm: named(reading.encryption?.algorithm),
    keyAlgorithm: named(reading.encryption?.keyAlgorithm),
    madeFor: madeFor === undefined ? null : formatFingerprint(madeFor),
    ours: reading.encryptionCertificates.map((pem) => certificateView(pem, row.createdAt)),
    retired,
  };
}

function named(uri: string | null | undefined): string | null {
  return uri ? withName(uri) : null;
}

function domainOf(evidence: Evidence): FailureView['domain'] {
  const email = Array.isArray(evidence.received) ? evidence.received[0] : evidence.received;
  if (email === undefined) return null;
  const allowed = Array.isArray(evidence.expected)
    ? evidence.expected
    : evidence.expected === undefined
      ? []
      : [evidence.expected];
  return { email, domain: email.slice(email.lastIndexOf('@') + 1), allowed };
}

// What was read

function readingView(reading: SessionReading, connectionType: string): SessionDetail['reading'] {
  const { mapping, customMapping: custom = [] } = reading;
  const names = attributeNames(connectionType);
  return {
    verified: reading.verified,
    signedBy: reading.signedBy === null ? null : formatFingerprint(reading.signedBy),
    issuer: reading.issuer,
    nameId: reading.nameId,
    nameIdFormat: reading.nameIdFormat && withName(reading.nameIdFormat),
    status:
      [reading.statusCode && withName(reading.statusCode), reading.statusMessage]
        .filter(Boolean)
        .join(': ') || null,
    attributes:
      reading.attributes === null
        ? null
        : Object.entries(reading.attributes).map(([name, values]) => ({
            name,
            values,
            usedFor: [
              ...(mapping ?? [])
                .filter((entry) => entry.source === name)
                .map((entry) => FIELD_LABELS[entry.field]),
              ...custom.filter((entry) => entry.source === name).map((entry) => entry.name),
            ],
          })),
    profile:
      mapping === null
        ? null
        : [
            ...mapping.map((entry) => ({
              ...filled(entry),
              field: entry.field,
              label: FIELD_LABELS[entry.field],
              required: requiredFields(connectionType).includes(entry.field),
              lookedFor: entry.mappedTo === null ? names[entry.field] : [entry.mappedTo],
            })),
            ...custom.map((entry) => ({
              ...filled(entry),
              field: entry.name,
              label: entry.name,
              required: entry.required,
              lookedFor: entry.mappedTo === null ? defaultSources(entry.name) : [entry.mappedTo],
            })),
          ],
  };
}

function filled(entry: FieldMapping | CustomMapping) {
  return {
    source: entry.source,
    value: entry.value,
    problem: entry.problem === null ? null : PROBLEMS[entry.problem],
    mapped: entry.mappedTo !== null,
  };
}

function decodeResponse(posted: string): string | null {
  const bytes = decodeBase64(posted);
  if (!bytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function responseView(posted: string, xpaths: readonly string[]): MessageView {
  const xml = decodeResponse(posted);
  if (xml !== null) return messageView('response', xml, xpaths);
  return {
    which: 'response',
    ...beginning(posted),
    kind: 'text',
    formatted: null,
    bytes: Buffer.byteLength(posted),
  };
}

function messageView(which: 'request' | 'response', xml: string, xpaths: readonly string[]): MessageView {
  const isXml = looksLikeXml(xml);
  return {
    which,
    ...beginning(xml),
    kind: isXml ? 'xml' : 'text',
    formatted: isXml && isFormattable(xml) ? formatXml(xml, xpaths) : null,
    bytes: Buffer.byteLength(xml),
  };
}

function looksLikeXml(text: string): boolean {
  return /^\s*</.test(text);
}

function beginning(text: string): { raw: string; cut: boolean } {
  return { raw: text.slice(0, SHOWN_CHARACTERS), cut: text.length > SHOWN_CHARACTERS };
}

function isFormattable(xml: string): boolean {
  if (xml.length > FORMAT_LIMIT.characters) return false;
  let tags = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at + 1)) tags += 1;
  return tags <= FORMAT_LIMIT.tags;
}
