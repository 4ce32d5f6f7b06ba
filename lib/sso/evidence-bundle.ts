import type { EnvironmentContext } from '#lib/data/context.ts';
import type { SessionDetailRow } from '#lib/data/sso-sessions.ts';
import { newPseudonymKey, seal, unseal } from '#lib/secrets.ts';
import { type EvidenceCertificate, evidenceFile } from './evidence-file.ts';
import { type Veil, veilOf } from './evidence-veil.ts';
import { hiddenValues, veiledXml } from './evidence-xml.ts';
import { sessionAid } from './session-aid.ts';
import {
  type CertificateView,
  certificateView,
  diagnosed,
  metadataCertificates,
  openRecord,
  type SessionDetail,
  sessionDetail,
  sessionMessage,
} from './session-detail.ts';
import { RESPONSIBLE } from './session-explanation.ts';
import type { SessionReading } from './session-reading.ts';
import { formatXml } from './session-xml.ts';

type Context = Pick<EnvironmentContext, 'data' | 'scope' | 'now'>;

/** A longer message is left out: it is refused for its size, and nobody reads it. */
const MESSAGE_LIMIT = 256 * 1024;

/**
 * Everything about one sign-in as one HTML file that opens anywhere: why it failed, every check, what was exchanged, the
 * certificates. Values of persons are replaced by pseudonyms, the same for the same value in all files of the workspace;
 * keys, codes, the app’s state and the person’s cookies are not in it. Null when this environment has no such session.
 */
export async function evidenceBundle(
  ctx: Context,
  sessionId: string,
): Promise<{ html: string; fileName: string; contentSecurityPolicy: string } | null> {
  const { data, scope } = ctx;
  const [found, row, aid] = await Promise.all([
    sessionDetail(ctx, sessionId),
    data.ssoSessions.get(sessionId),
    sessionAid(ctx, sessionId),
  ]);
  const detail = found && diagnosed(found, aid?.certificate ?? null);
  if (!detail || !row) return null;
  const { reading } = await openRecord(data, scope.environmentId, sessionId);
  const [request, response] = await Promise.all([
    sessionMessage(ctx, sessionId, 'request'),
    sessionMessage(ctx, sessionId, 'response'),
  ]);
  const xmls = [request, response].flatMap((one) => (one?.kind === 'xml' ? [one.text] : []));
  const veil = veilOf({
    key: await pseudonymKey(ctx),
    values: [...personalValues(detail, row, reading), ...xmls.flatMap(hiddenValues)],
    settings: settingsOf(detail, reading),
  });
  const places = (detail.ladder?.rungs ?? []).flatMap(({ xpath }) => (xpath === null ? [] : [xpath]));
  const file = evidenceFile({
    ...veiledDetail(detail, veil, response?.kind === 'text'),
    madeAt: ctx.now.toISOString(),
    certificates: certificatesOf(row, reading, veil),
    response: messageOf(response, veil, places),
    request: messageOf(request, veil, []),
  });
  return { ...file, fileName: `${sessionId.replaceAll(/[^\w-]/g, '')}-evidence.html` };
}

/** The key of the workspace, made when it is needed first. */
async function pseudonymKey({ data, now }: Pick<Context, 'data' | 'now'>): Promise<Uint8Array> {
  const place = (workspaceId: string) => ({
    environmentId: workspaceId,
    column: 'keySealed',
    row: workspaceId,
  });
  const { workspaceId, keySealed } = await data.evidenceLinks.pseudonymKey(
    (owner) => seal(newPseudonymKey(), place(owner)),
    now,
  );
  return unseal(keySealed, place(workspaceId));
}

/** What is known to belong to the person, from every place it was recorded in. */
function personalValues(
  detail: SessionDetail,
  row: SessionDetailRow,
  reading: SessionReading | null,
): string[] {
  const { profile } = row;
  return [
    row.userEmail,
    row.userName,
    row.userIdpId,
    row.loginHint,
    row.ipAddress,
    row.userAgent,
    row.oauthState,
    row.codeChallenge,
    profile?.id,
    profile?.email,
    profile?.firstName,
    profile?.lastName,
    profile?.name,
    profile?.idpId,
    detail.user.name,
    reading?.nameId,
    reading?.statusMessage,
    ...Object.values(reading?.attributes ?? {}).flat(),
    ...(reading?.mapping ?? []).map(({ value }) => value),
    ...(reading?.customMapping ?? []).map(({ value }) => value),
  ].filter((value) => typeof value === 'string');
}

/** Values of the connection and of the product, which stay as they are. */
function settingsOf(detail: SessionDetail, reading: SessionReading | null): string[] {
  return [
    detail.id,
    detail.requestId,
    detail.connection?.id,
    detail.connection?.name,
    detail.connection?.typeLabel,
    detail.organization?.name,
    reading?.serviceProvider.entityId,
    reading?.serviceProvider.acsUrl,
    reading?.identityProviderEntityId,
    ...(reading?.allowedDomains ?? []),
  ].filter((value) => typeof value === 'string');
}

/** `unreadable` is a response that is no XML: what is quoted of it can be anything. */
function veiledDetail(detail: SessionDetail, veil: Veil, unreadable: boolean) {
  const { failure, ladder, reading } = detail;
  const keep = (text: string) => withoutDigest(veil.keep(text));
  const quote = unreadable ? veil.token : keep;
  const side = (given: { label: string; values: readonly string[] } | null, shown = keep) =>
    given && { label: given.label, values: given.values.map(shown) };
  return {
    id: detail.id,
    state: detail.state,
    origin: detail.origin.label,
    connection: detail.connection && {
      name: detail.connection.name,
      type: detail.connection.typeLabel,
    },
    organization: detail.organization?.name ?? null,
    createdAt: detail.createdAt,
    requestId: detail.requestId,
    user: veil.token(detail.user.email ?? detail.user.name ?? detail.user.idpId ?? ''),
    ipAddress: veil.token(detail.ipAddress ?? ''),
    userAgent: veil.token(detail.userAgent ?? ''),
    timeline: detail.timeline,
    failure: failure && {
      error: failure.error?.title ?? null,
      title: failure.title,
      happened: failure.happened,
      detail: failure.detail === null ? null : keep(failure.detail),
      expected: side(failure.expected),
      received: side(failure.received, quote),
      // Of an address that was refused for its domain the domain is what matters; it is a company's, not a person's.
      domain: failure.domain && {
        received: keep(failure.domain.domain),
        allowed: failure.domain.allowed.map(keep),
      },
      remedies: failure.remedies.map(({ by, console: place, what }) => ({
        who: RESPONSIBLE[by].outside,
        what,
        product: place?.product ?? null,
        where: place?.where ?? null,
        field: place?.field ?? null,
        value: place?.value ?? null,
        attributes: place?.attributes ?? [],
      })),
    },
    notes: detail.notes.map(({ detail: text, title }) => ({ title, detail: keep(text) })),
    rungs: (ladder?.rungs ?? []).map(({ detail: text, expected, outcome, received, ...rung }) => ({
      id: rung.id,
      title: rung.title,
      specification: rung.specification,
      judged: rung.judged,
      xpath: rung.xpath,
      outcome,
      expected: expected.map(keep),
      received: received.map(quote),
      detail: text === null ? null : keep(text),
    })),
    caveat: ladder?.caveat ?? null,
    reading: reading && {
      verified: reading.verified,
      issuer: reading.issuer === null ? null : keep(reading.issuer),
      nameId: reading.nameId === null ? null : veil.token(reading.nameId),
      nameIdFormat: reading.nameIdFormat === null ? null : keep(reading.nameIdFormat),
      attributes: (reading.attributes ?? []).map(({ name, usedFor, values }) => ({
        name: keep(name),
        usedFor: usedFor.map(keep),
        values: values.map(veil.token),
      })),
      profile: (reading.profile ?? []).map((field) => ({
        label: keep(field.label),
        required: field.required,
        source: field.source === null ? null : keep(field.source),
        value: field.value === null ? null : veil.token(field.value),
        problem: field.problem,
      })),
    },
  };
}

/** A digest of what was signed would let somebody try out guesses at it. */
function withoutDigest(text: string): string {
  return /^[A-Za-z0-9+/]{26,}={0,2}$/.test(text) && !/^[0-9a-f]{64}$/.test(text)
    ? `[withheld: ${text.length} characters]`
    : text;
}

function certificatesOf(
  row: SessionDetailRow,
  reading: SessionReading | null,
  veil: Veil,
): EvidenceCertificate[] {
  if (!reading) return [];
  const views: [string, CertificateView][] = [
    ...(reading.embeddedCertificate === null
      ? []
      : [['In the response', certificateView(reading.embeddedCertificate, row.createdAt)] as const]),
    ...reading.storedCertificates.map(
      (pem) => ['Stored on the connection', certificateView(pem, row.createdAt)] as const,
    ),
    ...(metadataCertificates(row) ?? []).map(
      (pem) => ['In the metadata now', certificateView(pem, row.createdAt)] as const,
    ),
    ...reading.encryptionCertificates.map(
      (pem) => ['Ours, for encryption', certificateView(pem, row.createdAt)] as const,
    ),
  ].map(([label, view]) => [label, view]);
  return views.map(([label, { pem, read }]) => {
    const body = pem.replaceAll(/-----[A-Z ]+-----|\s+/g, '');
    const shown = veil.certificate(body);
    return {
      label,
      pem: shown === body && read ? pem : null,
      read: read && { ...read, subject: veil.keep(read.subject), issuer: veil.keep(read.issuer) },
    };
  });
}

function messageOf(
  message: { text: string; kind: 'xml' | 'text' } | null,
  veil: Veil,
  places: readonly string[],
): { text: string; lines: Readonly<Record<string, number>>; bytes: number } | null {
  if (!message) return null;
  const bytes = Buffer.byteLength(message.text);
  if (message.kind === 'text' || message.text.length > MESSAGE_LIMIT) {
    const why = message.kind === 'text' ? 'it is not XML' : 'it is too long';
    return { text: `[withheld: ${message.text.length} characters; ${why}]`, lines: {}, bytes };
  }
  return { ...formatXml(veiledXml(message.text, veil), places), bytes };
}
