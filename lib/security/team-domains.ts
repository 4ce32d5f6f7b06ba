import type { WorkspaceContext } from '#lib/data/context.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import type { TeamDomainRow } from '#lib/data/team-domains.ts';
import { violatedUnique } from '#lib/data/unique.ts';
import { checkDomain, DOMAIN_RULES } from '#lib/domains/domain-name.ts';
import { isPublished, newChallenge, type ResolveTxt } from '#lib/domains/domain-record.ts';
import { AppError, entityNotFound, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';

const MAX_DOMAINS = 20;
const LOOK_UP_MS = 5000;
const CHECKS = { events: 30, windowSeconds: 15 * 60 };

/** An email domain of the team as the page shows it. Times are ISO 8601. */
export type TeamDomainView = {
  id: string;
  domain: string;
  verifiedAt: string | null;
  /** When its record was last looked for. */
  checkedAt: string | null;
  /** The TXT record that proves it. */
  record: { name: string; value: string };
};

/** The page's view of a row. */
export function teamDomainView(row: TeamDomainRow): TeamDomainView {
  return {
    id: row.id,
    domain: row.domain,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    record: { name: `${row.verificationPrefix}.${row.domain}`, value: row.verificationToken },
  };
}

/** Adds a domain, which counts once its DNS record was found. Throws `invalid_request_parameters` on `domain`. */
export async function addTeamDomain(ctx: WorkspaceContext, input: { domain: string }): Promise<string> {
  const checked = checkDomain(input.domain);
  if (!checked.ok)
    throw invalidField('domain', RULES[checked.code] ?? DOMAIN_RULES[checked.code], checked.code);
  const { domain } = checked;
  const id = newId('teamDomain', ctx.now);
  await ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    const known = await rows.teamDomains.all();
    if (known.some((one) => one.domain === domain)) {
      throw invalidField('domain', 'This domain is in the list already.');
    }
    if (known.length >= MAX_DOMAINS) {
      throw invalidField('domain', `There are ${MAX_DOMAINS} domains already. Remove one first.`);
    }
    await rows.teamDomains.add({ id, domain, ...newChallenge(), now: ctx.now });
    await rows.auditLog.record(ctx, { action: 'team_domain.created', target: target({ id, domain }) });
  });
  return domain;
}

/** The rules in the words of a team, where those for an organization would mislead. */
const RULES: Readonly<Record<string, string>> = {
  domain_is_public_suffix: 'Anyone can register a name below this one, so it cannot belong to your team.',
  domain_is_consumer: 'This is a public email provider. Its addresses do not belong to your team.',
};

/**
 * Looks for the domain's DNS record now; with it, the domain counts. Throws entity_not_found, `rate_limited`, or
 * `conflict` when the record is not there or another workspace has proven the domain.
 */
export async function checkTeamDomain(
  ctx: WorkspaceContext,
  input: { id: string; resolveTxt: ResolveTxt },
): Promise<string> {
  const { data, scope, now } = ctx;
  const row = await data.teamDomains.get(input.id);
  if (!row) throw entityNotFound('Domain', input.id);
  if (row.verifiedAt) return row.domain;
  if (!(await data.withinLimit(`team-domain:${scope.workspaceId}`, CHECKS, now))) {
    throw new AppError('rate_limited', 'Too many checks. Wait 15 minutes, then try again.');
  }
  if (!(await isPublished(row, input.resolveTxt, LOOK_UP_MS))) {
    await data.teamDomains.noteCheck(row.id, now);
    throw new AppError(
      'conflict',
      `The record of ${row.domain} was not found. A new record can take up to an hour to be seen; compare name and value, then check again.`,
    );
  }
  try {
    await data.transaction(async (rows) => {
      if (!(await rows.teamDomains.verify(row, now))) return;
      await rows.auditLog.record(ctx, { action: 'team_domain.verified', target: target(row) });
    });
  } catch (error) {
    if (!violatedUnique(error)) throw error;
    throw new AppError('conflict', `Another workspace here has proven ${row.domain} already.`);
  }
  return row.domain;
}

/**
 * Takes a domain off the list. The last proven one stays while SSO is required: without it, nobody would have to use
 * SSO any more. Throws entity_not_found, `conflict`, or `invalid_request_parameters` on `confirmation`.
 */
export async function removeTeamDomain(
  ctx: WorkspaceContext,
  input: { id: string; confirmation: string },
): Promise<string> {
  return ctx.data.transaction(async (rows) => {
    await rows.authenticationPolicy.lock();
    const row = await rows.teamDomains.get(input.id);
    if (!row) throw entityNotFound('Domain', input.id);
    if (input.confirmation.toLowerCase() !== row.domain) {
      throw invalidField('confirmation', `Type ${row.domain} to confirm.`, 'confirmation_mismatch');
    }
    if (row.verifiedAt && (await rows.authenticationPolicy.sso())?.mode === 'required') {
      if (!(await provenDomains(rows)).some((one) => one.id !== row.id)) {
        throw new AppError('conflict', 'SSO is required for this domain only. Make SSO optional first.');
      }
    }
    await rows.teamDomains.remove(row.id);
    await rows.auditLog.record(ctx, {
      action: 'team_domain.deleted',
      target: target(row),
      before: { verified: row.verifiedAt !== null },
    });
    return row.domain;
  });
}

/** The domains that count. */
export async function provenDomains(
  rows: Pick<WorkspaceRepositories, 'teamDomains'>,
): Promise<TeamDomainRow[]> {
  return (await rows.teamDomains.all()).filter((one) => one.verifiedAt !== null);
}

function target({ id, domain }: { id: string; domain: string }) {
  return { type: 'team_domain', id, name: domain };
}
