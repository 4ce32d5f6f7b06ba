import { Callout } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocsArticle } from '#components/docs/docs-article.tsx';
import type { DocsReader } from '#components/docs/docs-links.ts';
import { DocsSidebar } from '#components/docs/docs-sidebar.tsx';
import { PublicShell } from '#components/docs/public-shell.tsx';
import { SECTIONS } from '#components/layout/sections.ts';
import { Shell } from '#components/layout/shell.tsx';
import { grantEnvironment, type SignedInMember, signedInMember } from '#lib/auth/dashboard-session.ts';
import { may } from '#lib/auth/permissions.ts';
import { adminContext } from '#lib/dashboard/admin-page.ts';
import type { DocsValues } from '#lib/docs/page.ts';
import { docsPage } from '#lib/docs/pages.ts';
import { env } from '#lib/env.ts';
import { appSettings } from '#lib/workspace/overview.ts';
import { sdkLanguage } from '#lib/workspace/sdk-sample.ts';
import { workspaceLinks } from '../../dashboard/navigation.ts';
import { paletteView } from '../../dashboard/palette.ts';

type Props = {
  params: Promise<{ slug?: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = docsPage(((await params).slug ?? []).join('/'));
  return found ? { title: `${found.page.title} · Docs`, description: found.page.description } : {};
}

/** The docs: open to everybody, filled in with the reader's own values where somebody is signed in. */
export default async function Docs({ params, searchParams }: Props) {
  const slug = ((await params).slug ?? []).join('/');
  const found = docsPage(slug);
  if (!found) notFound();
  const query = await searchParams;
  const language = sdkLanguage(query['lang']);
  const member = await signedInMember();
  const granted = member && ownEnvironment(member, query['environment']);
  if (!member || !granted) {
    const reader: DocsReader = { language, asked: null, environment: null, pages: [] };
    return (
      <PublicShell sidebar={<DocsSidebar slug={slug} reader={reader} environments={[]} />}>
        <Callout.Root color="gray" variant="surface" mb="5">
          <Callout.Icon>
            <Info size={16} aria-hidden />
          </Callout.Icon>
          <Callout.Text>
            Sign in, and the samples are filled in with the values of your environment.
          </Callout.Text>
        </Callout.Root>
        <DocsArticle {...found} values={placeholders()} reader={reader} />
      </PublicShell>
    );
  }
  const { environment } = granted;
  const settings = await appSettings(await adminContext(member, granted));
  const staging = environment.kind === 'staging';
  const values: DocsValues = {
    kind: environment.kind,
    clientId: settings.clientId,
    apiUrl: env().http.url,
    organizationId: settings.organizationId ?? 'org_...',
    redirectUri: staging ? LOCAL_CALLBACK : (settings.redirectUri ?? 'https://app.example.com/callback'),
  };
  const reader: DocsReader = {
    language,
    asked: query['environment'] === environment.id ? environment.id : null,
    environment: {
      id: environment.id,
      paths: SECTIONS.filter(
        (section) =>
          may(member.role, section.permission, environment.kind) &&
          (!('onlyIn' in section) || section.onlyIn === environment.kind),
      ).map(({ path }) => path),
    },
    pages: ['/dashboard/profile', ...workspaceLinks(member).map(({ path }) => `/dashboard/workspace${path}`)],
  };
  return (
    <Shell
      member={member}
      home={`/dashboard/${environment.id}`}
      edge="border-t-(--accent-9)"
      palette={paletteView(member, environment.id)}
      sidebar={<DocsSidebar slug={slug} reader={reader} environments={member.environments} />}
    >
      <DocsArticle {...found} values={values} reader={reader} />
    </Shell>
  );
}

/** Staging environments accept it from the start. */
const LOCAL_CALLBACK = 'http://localhost:4000/callback';

/** The environment asked for if it is the member's, else staging. */
function ownEnvironment(member: SignedInMember, asked: string | string[] | undefined) {
  const first = member.environments.find(({ kind }) => kind === 'staging') ?? member.environments[0];
  const own = member.environments.find(({ id }) => id === asked) ?? first;
  return own ? grantEnvironment(member, own.id, 'environment:read') : null;
}

function placeholders(): DocsValues {
  return {
    kind: 'staging',
    clientId: 'client_...',
    apiUrl: env().http.url,
    organizationId: 'org_...',
    redirectUri: LOCAL_CALLBACK,
  };
}
