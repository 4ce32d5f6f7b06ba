import type { ConnectionRow } from '#lib/data/connections.ts';
import type { EnvironmentContext } from '#lib/data/context.ts';
import { isConsumerDomain } from '#lib/domains/consumer-domains.ts';
import { entityNotFound } from '#lib/errors.ts';
import { type Certificate, formatFingerprint, parseCertificate } from '#lib/saml/certificate.ts';
import { type CertificateFinding, diagnoseCertificate } from './certificate-diagnosis.ts';
import { type LoginDifference, loginDifferences, projectionOf } from './good-and-bad.ts';
import type { LoginSettings } from './judge-login.ts';
import { type OpenedLogin, openLogin, placeUnder } from './recorded-login.ts';
import { mappingEvidence } from './recorded-responses.ts';
import { explainUnder } from './replay-login.ts';
import { FIELD_LABELS } from './session-reading.ts';

type Context = Pick<EnvironmentContext, 'data' | 'scope'>;

/** What can be done about a failed sign-in right from its page, and what sets it apart from a good one. */
export type SessionAid = {
  connectionId: string;
  certificate: CertificateFinding | null;
  /** The certificate that signed the response, where it may simply be new; adding it wants its fingerprint compared. */
  addCertificate: { fingerprint: string; subject: string; validTo: string } | null;
  /** The issuer of a response whose signature is genuine. */
  correctEntityId: { from: string; to: string } | null;
  /** The email domain that does not count for the organization; null when it does by now, or nobody asks. */
  domain:
    | { name: string; standing: 'absent' | 'public' }
    | { name: string; standing: 'pending'; domainId: string }
    | null;
  /** For fields that were missing: what the recorded sign-ins show, and the attribute that could be mapped. */
  mapping: { field: string; label: string; evidence: string; source: string | null }[];
  /** The last good sign-in to compare with, and what differs; null where there is none. */
  good: {
    sessionId: string;
    at: string;
    samePerson: boolean;
    differences: LoginDifference[];
  } | null;
};

/** Null where there is nothing to help with: no response, or the sign-in succeeded. */
export async function sessionAid({ data, scope }: Context, sessionId: string): Promise<SessionAid | null> {
  const opened = await openFailed({ data, scope }, sessionId);
  if (!opened) return null;
  const { connection, login } = opened;
  const finding = certificateFinding(login, opened.explain);
  const stored = new Set(connection.certificates.map((one) => one.fingerprintSha256));
  const signer = finding?.kind === 'not_seen' ? embeddedOf(login) : null;
  const issuer = login.reading.issuer;
  // What names the issuer may stand outside of what is signed: only one under which all of it fits is offered.
  const then = login.reading.storedCertificates.flatMap((pem) => parseCertificate(pem) ?? []);
  const wouldFit = (entityId: string) =>
    opened.explain(then, entityId).some(({ id, outcome }) => id === 'issuer' && outcome === 'passed');
  return {
    connectionId: connection.id,
    certificate: finding,
    addCertificate:
      signer && !stored.has(signer.fingerprintSha256)
        ? {
            fingerprint: formatFingerprint(signer.fingerprintSha256),
            subject: signer.subject,
            validTo: signer.notAfter.toISOString(),
          }
        : null,
    correctEntityId:
      login.failureCode === 'issuer_mismatch' &&
      login.reading.identityProviderEntityId !== null &&
      issuer !== null &&
      issuer !== connection.idpEntityId &&
      wasSigned(login) &&
      wouldFit(issuer)
        ? { from: connection.idpEntityId ?? '', to: issuer }
        : null,
    domain: missingDomain(login, connection.organization),
    mapping: await missingAttributes({ data, scope }, login),
    good: await comparison({ data, scope }, login, connection.externalKey),
  };
}

/** The certificate to add for a failed session, once somebody has compared it. Throws entity_not_found if there is none. */
export async function signerToAdd(
  ctx: Context,
  sessionId: string,
): Promise<{ connectionId: string; certificate: Certificate }> {
  const opened = await openFailed(ctx, sessionId);
  const finding = opened && certificateFinding(opened.login, opened.explain);
  const certificate = finding?.kind === 'not_seen' && opened ? embeddedOf(opened.login) : null;
  if (!opened || !certificate) throw entityNotFound('Certificate', sessionId);
  return { connectionId: opened.connection.id, certificate };
}

/** The entity ID to take over from a failed session whose signature was genuine. Throws entity_not_found. */
export async function entityIdToTake(
  ctx: Context,
  sessionId: string,
): Promise<{ connectionId: string; entityId: string }> {
  const aid = await sessionAid(ctx, sessionId);
  if (!aid?.correctEntityId) throw entityNotFound('Entity ID', sessionId);
  return { connectionId: aid.connectionId, entityId: aid.correctEntityId.to };
}

async function openFailed({ data, scope }: Context, sessionId: string) {
  const row = await data.ssoSessions.recording(sessionId);
  const login = row && openLogin(scope.environmentId, row);
  if (!login || login.failureCode === null) return null;
  // Dropping it is what the connection is set to do.
  if (login.failureCode === 'idp_initiated_converted') return null;
  const connection = await data.connections.get(login.connectionId);
  if (!connection) return null;
  const version =
    row.connectionVersion === null
      ? null
      : await data.connectionVersions.get(connection.id, row.connectionVersion);
  const place = placeUnder(
    scope.environmentId,
    connection.externalKey,
    version?.settings ?? { values: emptyOverrides, keyPairs: [] },
    login.reading,
  );
  const explain: Explain = (certificates, entityId = login.reading.identityProviderEntityId) =>
    explainUnder(login, settingsThen(login, certificates, entityId), {
      ...place,
      serviceProvider: login.reading.serviceProvider,
    });
  return { connection, explain, login };
}

const emptyOverrides = { spEntityId: null, acsUrl: null } as Parameters<typeof placeUnder>[2]['values'];

/** What the checks went by then, with other certificates. */
function settingsThen(
  { reading }: OpenedLogin,
  certificates: LoginSettings['certificates'],
  entityId = reading.identityProviderEntityId,
): LoginSettings {
  return {
    state: 'active',
    values: {
      connectionType: '',
      idpEntityId: entityId,
      idpInitiatedMode: 'allow',
      clockToleranceSeconds: reading.settings?.clockToleranceSeconds ?? 60,
      allowSha1: reading.settings?.allow.sha1 ?? false,
      allowSmallRsaKeys: reading.settings?.allow.smallRsaKeys ?? false,
      allowUnsignedCbc: reading.settings?.allow.cbcWithoutOuterSignature ?? false,
      attributeMap: {},
      customAttributeMap: {},
    },
    certificates,
    allowOutside: true,
    domains: [],
    attributeDefinitions: [],
  };
}

function embeddedOf({ reading }: OpenedLogin): Certificate | null {
  return reading.embeddedCertificate === null ? null : parseCertificate(reading.embeddedCertificate);
}

function missingDomain(
  login: OpenedLogin,
  { allowProfilesOutsideOrganization, domains }: ConnectionRow['organization'],
): SessionAid['domain'] {
  if (login.failureCode !== 'email_domain_not_allowed' || allowProfilesOutsideOrganization) return null;
  const email = login.reading.mapping?.find(({ field }) => field === 'email')?.value;
  const name = typeof email === 'string' ? email.slice(email.lastIndexOf('@') + 1).toLowerCase() : '';
  if (name === '') return null;
  const listed = domains.find((one) => one.domain === name);
  if (!listed) return { name, standing: isConsumerDomain(name) ? 'public' : 'absent' };
  if (listed.state === 'verified' || listed.state === 'legacy_verified') return null;
  return { name, standing: 'pending', domainId: listed.id };
}

/** Where a field that was missing could be read from: what the mapping tab recommends, if this response has it. */
async function missingAttributes(ctx: Context, login: OpenedLogin): Promise<SessionAid['mapping']> {
  if (login.failureCode !== 'attributes_missing') return [];
  const { connectionId, reading } = login;
  const missing = (reading.mapping ?? []).filter(({ problem }) => problem !== null).map(({ field }) => field);
  const found = await mappingEvidence(ctx, { connectionId, reveal: false });
  return (found?.recommendations ?? []).flatMap(({ evidence, field, suggestion }) => {
    const known = missing.find((one) => one === field);
    if (!known) return [];
    const values = suggestion ? (reading.attributes?.[suggestion.source] ?? []) : [];
    const here = values.some((value) => value.trim() !== '');
    return [
      { field, label: FIELD_LABELS[known], evidence, source: here ? (suggestion?.source ?? null) : null },
    ];
  });
}

/** The attribute to map for a field that a failed session missed. Throws entity_not_found where none is recommended. */
export async function attributeToMap(
  ctx: Context,
  input: { sessionId: string; field: string },
): Promise<{ connectionId: string; field: string; source: string }> {
  const aid = await sessionAid(ctx, input.sessionId);
  const found = aid?.mapping.find(({ field }) => field === input.field);
  if (!aid || !found?.source) throw entityNotFound('Attribute', input.field);
  return { connectionId: aid.connectionId, field: found.field, source: found.source };
}

type Explain = (
  certificates: LoginSettings['certificates'],
  entityId?: string | null,
) => ReturnType<typeof explainUnder>;

function certificateFinding(login: OpenedLogin, explain: Explain): CertificateFinding | null {
  const embedded = embeddedOf(login);
  const stored = login.reading.storedCertificates.flatMap((pem) => parseCertificate(pem) ?? []);
  return diagnoseCertificate({
    failureCode: login.failureCode,
    embedded,
    stored,
    // Trusting the message's own certificate for a moment: whether message and certificate belong together.
    // The other signature may be by a certificate of the connection.
    fitsItself: embedded !== null && !explain([...stored, embedded]).some(brokenSignature),
    issuer: login.reading.issuer,
    expectedIssuer: login.reading.identityProviderEntityId,
    at: login.at,
  });
}

function brokenSignature({ id, outcome }: { id: string; outcome: string }): boolean {
  return outcome === 'failed' && (/_signature_/.test(id) || id === 'signature_present');
}

/** The issuer check comes after those of the signatures, so a session that failed there was genuinely signed. */
function wasSigned({ reading }: OpenedLogin): boolean {
  const passed = (id: string) => reading.checks.some((one) => one.id === id && one.outcome === 'passed');
  return passed('signature_present') && passed('assertion_signature_value');
}

async function comparison(
  { data, scope }: Context,
  login: OpenedLogin,
  externalKey: string,
): Promise<SessionAid['good']> {
  const { connectionId, sessionId, user } = login;
  const sameRow =
    user === null ? null : await data.ssoSessions.goodRecordingOf(connectionId, user, sessionId);
  const row = sameRow ?? (await data.ssoSessions.goodRecordings(connectionId, 1, sessionId))[0];
  const good = row && openLogin(scope.environmentId, row);
  if (!good) return null;
  const project = async (one: OpenedLogin, number: number | null) => {
    const version = number === null ? null : await data.connectionVersions.get(one.connectionId, number);
    const place = version
      ? placeUnder(scope.environmentId, externalKey, version.settings, one.reading)
      : { serviceProvider: one.reading.serviceProvider, decryptionKeys: [] };
    const stored = one.reading.storedCertificates.flatMap((pem) => parseCertificate(pem) ?? []);
    return projectionOf(one, explainUnder(one, settingsThen(one, stored), place));
  };
  const failed = await data.ssoSessions.recording(login.sessionId);
  return {
    sessionId: good.sessionId,
    at: good.at.toISOString(),
    samePerson: sameRow !== null,
    differences: loginDifferences(
      await project(good, row?.connectionVersion ?? null),
      await project(login, failed?.connectionVersion ?? null),
    ),
  };
}
