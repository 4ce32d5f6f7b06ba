import { Button, Callout, Flex, Heading, Text, TextField } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { now } from '#lib/clock.ts';
import { TEST_PEOPLE } from '#lib/test-idp/people.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { leavingApps } from '#lib/test-idp-host/sign-out.ts';

export const metadata: Metadata = { title: 'Sign out · Test identity provider' };

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Ends a session from the provider's side: whom, of which app, and which of their sessions. */
export default async function TestIdpSignOut({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const { app } = await searchParams;
  const idp = await openTestIdp(environmentId, now());
  const leaving = idp && (await leavingApps(idp)).find((one) => one.connectionId === app);
  if (!leaving) notFound();
  return (
    <form method="post" action={`/test-idp/${environmentId}/end-session`}>
      <input type="hidden" name="app" value={leaving.connectionId} />
      <Flex direction="column" gap="5">
        <div>
          <Heading as="h1" size="6" className="break-words">
            Sign somebody out of {leaving.organizationName}
          </Heading>
          <Text as="p" color="gray" mt="1">
            This is IdP-initiated single logout: the app is told that the session here has ended.
          </Text>
        </div>
        {leaving.signingCertificatePem === null && (
          <Callout.Root color="amber" size="1">
            <Callout.Icon>
              <Info size={16} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              The connection has no request signing certificate, so it has no single logout: it will refuse
              the request. Turn request signing on under Advanced.
            </Callout.Text>
          </Callout.Root>
        )}
        <Field
          name="nameId"
          label="NameID"
          value={TEST_PEOPLE[0].id}
          help="Whom the app knows: the user ID of the person who signed in."
        />
        <Field
          name="sessionIndex"
          label="SessionIndex"
          value=""
          help="One session, as the response named it. Empty means every session of that person."
        />
        <Field name="relayState" label="RelayState" value="" help="Comes back with the answer, unchanged." />
        <fieldset>
          <legend className="mb-2 text-base font-semibold">How is it sent?</legend>
          {(['redirect', 'post'] as const).map((binding) => (
            <label key={binding} className="flex min-h-8 items-center gap-3">
              <input
                type="radio"
                name="binding"
                value={binding}
                defaultChecked={binding === 'redirect'}
                className="size-4 accent-[var(--accent-9)]"
              />
              <Text as="span" size="2">
                {binding === 'redirect' ? 'HTTP-Redirect' : 'HTTP-POST'}
              </Text>
            </label>
          ))}
        </fieldset>
        <Flex>
          <Button type="submit">Sign out</Button>
        </Flex>
      </Flex>
    </form>
  );
}

function Field({ name, label, value, help }: { name: string; label: string; value: string; help: string }) {
  return (
    <Flex direction="column" gap="1">
      <Text as="label" htmlFor={name} size="3" weight="bold">
        {label}
      </Text>
      <Text as="p" size="2" color="gray" id={`${name}-help`}>
        {help}
      </Text>
      <TextField.Root
        id={name}
        name={name}
        defaultValue={value}
        autoComplete="off"
        aria-describedby={`${name}-help`}
      />
    </Flex>
  );
}
