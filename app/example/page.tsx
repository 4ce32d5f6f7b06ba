import { Avatar, Button, Callout, Card, DataList, Flex, Heading, Link, Text } from '@radix-ui/themes';
import { decodeJwt } from 'jose';
import { Info, KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { CodeSample } from '#components/overview/code-sample.tsx';
import { now } from '#lib/clock.ts';
import { env } from '#lib/env.ts';
import { codeSample } from '#lib/example-app/code-sample.ts';
import { TOKEN_COOKIE } from '#lib/example-app/cookies.ts';
import { type RelyingParty, relyingParty } from '#lib/example-app/relying-party.ts';

export const metadata: Metadata = { title: { absolute: 'Example app' } };

/** Home of the example app: a sign-in button, or who is signed in; and the code that does it. */
export default async function Example() {
  const app = await relyingParty(now());
  if ('missing' in app) return <NotReady missing={app.missing} />;
  const token = (await cookies()).get(TOKEN_COOKIE)?.value;
  // An expired or revoked token is no more than being signed out.
  const profile = token ? await app.api.sso.getProfile({ accessToken: token }).catch(() => null) : null;
  return (
    <Flex direction="column" gap="7">
      {token && profile ? (
        <SignedIn app={app} profile={profile} token={token} />
      ) : (
        <SignedOut providers={app.providers} />
      )}
      <section aria-labelledby="code">
        <Heading as="h2" size="4" id="code" mb="1">
          The code behind it
        </Heading>
        <Text as="p" size="2" color="gray" mb="3">
          This page is an app like yours will be: it uses the official SDK, unmodified, against the staging
          environment. The API key is in the file staging.env, which npm start names.
        </Text>
        <CodeSample label="sample code" code={codeSample({ ...app, origin: env().http.url })} />
      </section>
    </Flex>
  );
}

function SignedOut({ providers }: Pick<RelyingParty, 'providers'>) {
  return (
    <Card size="4">
      <Flex direction="column" align="start" gap="4">
        <div>
          <Heading as="h1" size="7" mb="2">
            Sign in to the example app
          </Heading>
          <Text as="p" color="gray">
            The button sends you to the test identity provider, where you pick a person. You come back here
            signed in, with the profile an app receives.
          </Text>
        </div>
        <Flex gap="3" wrap="wrap">
          <Button asChild size="3">
            <a href="/example/sign-in">
              <KeyRound size={16} aria-hidden />
              Sign in with SSO
            </a>
          </Button>
          {providers.map(({ label, provider }) => (
            <Button key={provider} asChild size="3" variant="soft" color="gray">
              <a href={`/example/sign-in?${new URLSearchParams({ provider })}`}>{`Continue with ${label}`}</a>
            </Button>
          ))}
        </Flex>
      </Flex>
    </Card>
  );
}

type Profile = Awaited<ReturnType<RelyingParty['api']['sso']['getProfile']>>;

function SignedIn({ app, profile, token }: { app: RelyingParty; profile: Profile; token: string }) {
  const name = [profile.firstName, profile.lastName].filter(Boolean).join(' ') || profile.email;
  const { sid } = decodeJwt(token);
  const facts: Record<string, string | null | undefined> = {
    Email: profile.email,
    'Profile ID': profile.id,
    'ID at the provider': profile.idpId,
    Organization: profile.organizationId,
    Connection: profile.connectionId,
    Groups: profile.groups?.join(', '),
  };
  return (
    <Card size="4">
      <Flex direction="column" gap="5">
        <Flex align="center" gap="4" wrap="wrap">
          <Avatar size="5" radius="full" fallback={[...name][0]?.toUpperCase() ?? '?'} />
          <div className="min-w-0 grow">
            <Heading as="h1" size="6" className="break-words">
              Signed in as {name}
            </Heading>
            <Text as="p" color="gray" className="break-all">
              {profile.email}
            </Text>
          </div>
          <form method="post" action="/example/sign-out">
            <Button type="submit" variant="soft" color="gray">
              Sign out
            </Button>
          </form>
        </Flex>
        <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
          {Object.entries(facts).map(([label, value]) => (
            <DataList.Item key={label}>
              <DataList.Label>{label}</DataList.Label>
              <DataList.Value className="break-all">{value || 'none'}</DataList.Value>
            </DataList.Item>
          ))}
        </DataList.Root>
        <div>
          <Heading as="h2" size="3" mb="2">
            The profile as the app receives it
          </Heading>
          <CodeSample label="profile" code={JSON.stringify(profile, null, 2)} />
        </div>
        {typeof sid === 'string' && (
          <Text as="p" size="2">
            <Link href={`/dashboard/${app.environmentId}/sessions/${sid}`} underline="always">
              See this sign-in in the dashboard
            </Link>
            , with the request and the response of the identity provider.
          </Text>
        )}
      </Flex>
    </Card>
  );
}

function NotReady({ missing }: { missing: 'environment' | 'connection' }) {
  return (
    <>
      <Heading as="h1" size="6" mb="4">
        Example app
      </Heading>
      <Callout.Root color="gray">
        <Callout.Icon>
          <Info size={18} aria-hidden />
        </Callout.Icon>
        <Callout.Text>
          {missing === 'environment'
            ? 'This app needs a staging environment with an API key that still works. There is none.'
            : 'This app signs in through the test identity provider, but no active connection of the staging environment uses it.'}
        </Callout.Text>
      </Callout.Root>
    </>
  );
}
