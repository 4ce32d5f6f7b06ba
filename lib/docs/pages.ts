import { accounts, browsers, launchChecklist, mobile, userExperience } from './app-pages.ts';
import {
  apiKeys,
  attributes,
  auditLog,
  billing,
  branding,
  environments,
  rolesAndGroups,
  team,
} from './feature-pages.ts';
import { oauthProviders } from './oauth-providers-page.ts';
import {
  certificates,
  compliance,
  connections,
  dashboardSso,
  network,
  secondFactors,
} from './operation-pages.ts';
import type { DocsGroup, DocsPage } from './page.ts';
import { loginFlows, quickStart, redirectUris, sessions } from './sign-in-pages.ts';
import { signingOut } from './signing-out-page.ts';
import { testIdentityProvider } from './testing-pages.ts';

/** Every page of the docs in the order of reading. */
export const DOCS_GROUPS: readonly DocsGroup[] = [
  {
    title: 'Start',
    pages: [quickStart, loginFlows, redirectUris, sessions, testIdentityProvider, launchChecklist],
  },
  { title: 'Your app', pages: [userExperience, accounts, oauthProviders, signingOut, mobile, browsers] },
  {
    title: 'Your customers',
    pages: [connections, certificates, rolesAndGroups, attributes, branding, network],
  },
  {
    title: 'Your team',
    pages: [environments, apiKeys, team, secondFactors, dashboardSso, billing, compliance, auditLog],
  },
];

export const DOCS_PAGES: readonly DocsPage[] = DOCS_GROUPS.flatMap(({ pages }) => pages);

/** The page at an address, with its neighbors; null when there is none. */
export function docsPage(
  slug: string,
): { page: DocsPage; previous: DocsPage | null; next: DocsPage | null } | null {
  const index = DOCS_PAGES.findIndex((one) => one.slug === slug);
  const page = DOCS_PAGES[index];
  if (!page) return null;
  return { page, previous: DOCS_PAGES[index - 1] ?? null, next: DOCS_PAGES[index + 1] ?? null };
}

/** The address of a page of the docs. `slug` may end with the `#` of a section. */
export function docsPath(slug: string): string {
  return slug === '' || slug.startsWith('#') ? `/docs${slug}` : `/docs/${slug}`;
}
