import { Card, Heading, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { AppAddresses } from '#components/redirect-uris/app-addresses.tsx';
import { CorsOrigins } from '#components/redirect-uris/cors-origins.tsx';
import { RedirectUriInput } from '#components/redirect-uris/redirect-uri-input.tsx';
import { RedirectUriList } from '#components/redirect-uris/redirect-uri-list.tsx';
import { RedirectUriTester } from '#components/redirect-uris/redirect-uri-tester.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { explainMatch } from '#lib/oauth/redirect-uri.ts';
import { appAddresses } from '#lib/workspace/app-addresses.ts';
import { listCorsOrigins } from '#lib/workspace/cors-origins.ts';
import { listLogoutRedirects } from '#lib/workspace/logout-redirects.ts';
import { listRedirectUris } from '#lib/workspace/redirect-uris.ts';
import {
  add,
  addLogout,
  addOrigin,
  makeDefault,
  makeDefaultLogout,
  remove,
  removeLogout,
  removeOrigin,
  saveAddresses,
  update,
  updateLogout,
} from './actions.ts';

export const metadata: Metadata = { title: 'Redirects' };

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Where sign-ins may end: the list, its rules, and a tester; where sign-outs may end; the app's own pages; and its origins. */
export default async function Redirects({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'redirect_uris:read');
  const { test } = await searchParams;
  const candidate = typeof test === 'string' ? test.trim().slice(0, 4096) : '';
  const [uris, logoutUris, addresses, origins] = await Promise.all([
    listRedirectUris(admin),
    listLogoutRedirects(admin),
    appAddresses(admin),
    listCorsOrigins(admin),
  ]);
  const { kind } = admin.environment;
  const mayWrite = admin.may('redirect_uris:write');
  const addDialog = mayWrite && (
    <FormDialog
      trigger={{ label: 'Add redirect URI' }}
      title="Add redirect URI"
      description={
        uris.length === 0
          ? 'The first one becomes the default: sign-ins that begin at an identity provider end there.'
          : 'The address in your app that receives the code after a sign-in.'
      }
      action={add}
      environmentId={environmentId}
      submitLabel="Add"
    >
      <RedirectUriInput use="sign-in" kind={kind} />
    </FormDialog>
  );
  return (
    <>
      <PageHeader
        title="Redirects"
        docs="redirect-uris"
        description="Where people come back to your app: after a sign-in to one of the redirect URIs, and nowhere else."
        actions={addDialog}
      />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {uris.length === 0 ? (
            <EmptyState title="No redirect URI yet" docs="redirect-uris">
              {mayWrite
                ? 'Nobody can sign in before your app has an address to come back to. Add it with the button above.'
                : 'Nobody can sign in before one is added. Ask a Developer or an Admin of your workspace.'}
            </EmptyState>
          ) : (
            <SectionCard
              title="Sign-in redirects"
              description="Where your app receives the code after a sign-in."
            >
              <RedirectUriList
                use="sign-in"
                uris={uris}
                kind={kind}
                environmentId={environmentId}
                actions={mayWrite ? { add, update, makeDefault, remove } : null}
              />
            </SectionCard>
          )}
          <Rules kind={kind} />
          <SectionCard
            title="Logout redirects"
            description="After signing out, people are sent to one of these addresses. The rules are those of redirect URIs."
            actions={
              mayWrite && (
                <FormDialog
                  trigger={{ label: 'Add logout redirect', variant: 'soft' }}
                  title="Add logout redirect"
                  description={
                    logoutUris.length === 0
                      ? 'The first one becomes the default, for sign-outs that name no address.'
                      : 'A page of your app for people who have signed out.'
                  }
                  action={addLogout}
                  environmentId={environmentId}
                  submitLabel="Add"
                >
                  <RedirectUriInput use="logout" kind={kind} />
                </FormDialog>
              )
            }
          >
            {logoutUris.length === 0 ? (
              <Text as="p" size="2" color="gray">
                {mayWrite
                  ? 'None yet. Add the page people should see once they have signed out.'
                  : 'None yet. A Developer or an Admin of your workspace can add one.'}
              </Text>
            ) : (
              <RedirectUriList
                use="logout"
                uris={logoutUris}
                kind={kind}
                environmentId={environmentId}
                actions={
                  mayWrite
                    ? {
                        add: addLogout,
                        update: updateLogout,
                        makeDefault: makeDefaultLogout,
                        remove: removeLogout,
                      }
                    : null
                }
              />
            )}
          </SectionCard>
          <AppAddresses
            values={addresses}
            kind={kind}
            environmentId={environmentId}
            save={mayWrite ? saveAddresses : null}
          />
          <CorsOrigins
            origins={origins}
            kind={kind}
            environmentId={environmentId}
            actions={mayWrite ? { add: addOrigin, remove: removeOrigin } : null}
          />
        </div>
        <div className="min-w-0">
          <RedirectUriTester
            path={`/dashboard/${environmentId}/configuration/redirects`}
            candidate={candidate}
            explanation={
              candidate
                ? explainMatch(
                    candidate,
                    uris.map((entry) => entry.uri),
                  )
                : null
            }
          />
        </div>
      </div>
    </>
  );
}

function Rules({ kind }: { kind: 'staging' | 'production' }) {
  return (
    <Card size="2">
      <Heading as="h2" size="3" mb="2">
        {kind === 'staging' ? 'What staging accepts' : 'What production accepts'}
      </Heading>
      <ul className="list-disc pl-5 text-sm leading-relaxed text-(--gray-11)">
        {kind === 'staging' ? (
          <li>
            <code>https</code> and <code>http</code>, <code>localhost</code> included.
          </li>
        ) : (
          <li>
            <code>https</code> only. Native apps may use <code>http://127.0.0.1</code>,{' '}
            <code>http://[::1]</code> with any port, or a scheme that is a reversed domain of yours.
          </li>
        )}
        <li>
          Compared to the letter: a missing slash at the end is a different address. Only the case of the host
          does not matter.
        </li>
        <li>
          One <code>*</code> in the first part of the host, as in{' '}
          <code className="break-all">https://*.preview.example.com/callback</code>. It stands for one level,
          and the default cannot have one.
        </li>
        {kind === 'staging' && (
          <li>
            <code>http://localhost:*/callback</code> accepts any port of your machine.
          </li>
        )}
        <li>
          No query string and no <code>#</code>. Carry data in <code>state</code>.
        </li>
      </ul>
    </Card>
  );
}
