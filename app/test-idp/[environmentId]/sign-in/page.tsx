import { Box, Button, Callout, Card, Flex, Heading, Link, Text, TextField } from '@radix-ui/themes';
import { Info } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FaultMenu } from '#components/test-idp/fault-menu.tsx';
import { PersonPicker } from '#components/test-idp/person-picker.tsx';
import { PersonalityPicker } from '#components/test-idp/personality-picker.tsx';
import { now } from '#lib/clock.ts';
import { openTestIdp } from '#lib/test-idp-host/open-test-idp.ts';
import { signInView } from '#lib/test-idp-host/sign-in-view.ts';

export const metadata: Metadata = { title: 'Sign in · Test identity provider' };

const SIGNED = {
  as_usual: 'As this identity provider does',
  assertion: 'The assertion',
  response: 'The response',
  both: 'Both',
} as const;

type Props = {
  params: Promise<{ environmentId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The sign-in page of the test identity provider: who, what should go wrong, and how the answer is signed. */
export default async function TestIdpSignIn({ params, searchParams }: Props) {
  const { environmentId } = await params;
  const query = await searchParams;
  const idp = await openTestIdp(environmentId, now());
  if (!idp) notFound();
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : null);
  const view = await signInView(idp, {
    ticket: one('ticket'),
    app: one('app'),
    person: one('person'),
    fault: one('fault'),
    personality: one('personality'),
  });
  if (!view) return <Stale environmentId={environmentId} />;
  const { app } = view;
  return (
    <form method="post" action={`/test-idp/${environmentId}/respond`}>
      <input type="hidden" name="ticket" value={view.ticket} />
      <Flex direction="column" gap="6">
        <div>
          <Heading as="h1" size="6" className="break-words">
            Sign in to {app.organizationName}
          </Heading>
          <Text as="p" color="gray" mt="1" className="break-words">
            {view.requested
              ? `The app sent you here through its connection “${app.name}”.`
              : `You begin here: the app behind the connection “${app.name}” did not ask.`}{' '}
            Your answer goes to {new URL(app.acsUrl).host}.
          </Text>
        </div>
        {!app.accepts && <Note>The connection is not active, so it will refuse every response.</Note>}
        {!view.requested && app.idpInitiatedMode === 'off' && (
          <Note>This connection does not accept sign-ins that begin here. The app will be told so.</Note>
        )}
        {!view.requested && app.idpInitiatedMode === 'convert' && (
          <Note>
            This connection drops what begins here and sends you back with a request. Answer that one, too.
          </Note>
        )}
        <PersonPicker chosen={view.person} email={view.email} />
        {!view.requested && (
          <Flex direction="column" gap="1">
            <Text as="label" htmlFor="relay-state" size="3" weight="bold">
              RelayState
            </Text>
            <Text as="p" size="2" color="gray" id="relay-state-help">
              Leave it empty to end at the default redirect URI, or name a registered one as
              redirect_uri=https://…
            </Text>
            <TextField.Root
              id="relay-state"
              name="relayState"
              placeholder="redirect_uri="
              autoComplete="off"
              aria-describedby="relay-state-help"
            />
          </Flex>
        )}
        <PersonalityPicker chosen={view.personality} />
        <FaultMenu chosen={view.fault} canEncrypt={view.canEncrypt} acsUrl={app.acsUrl} />
        <fieldset>
          <legend className="mb-2 text-base font-semibold">How is it protected?</legend>
          <Flex direction="column" gap="1">
            {Object.entries(SIGNED).map(([value, label]) => (
              <label key={value} className="flex min-h-8 items-center gap-3">
                <input
                  type="radio"
                  name="sign"
                  value={value}
                  defaultChecked={value === 'as_usual'}
                  className="size-4 accent-[var(--accent-9)]"
                />
                <Text as="span" size="2">
                  {value === 'as_usual' ? label : `Sign: ${label}`}
                </Text>
              </label>
            ))}
            <label className="flex min-h-8 items-center gap-3">
              <input
                type="checkbox"
                name="encrypt"
                disabled={!view.canEncrypt}
                className="size-4 accent-[var(--accent-9)]"
              />
              <Text as="span" size="2">
                Encrypt the assertion
                {view.canEncrypt ? '' : ' (the connection has no encryption certificate)'}
              </Text>
            </label>
          </Flex>
        </fieldset>
        <Card size="2" className="sticky bottom-3 z-10 shadow-lg">
          <Flex gap="3" align="center" justify="between" wrap="wrap">
            <Text size="2" color="gray">
              Choosing Deny tells the app that you were refused.
            </Text>
            <Flex gap="3">
              <Button type="submit" name="decision" value="deny" variant="soft" color="gray">
                Deny
              </Button>
              <Button type="submit" name="decision" value="sign_in">
                Sign in
              </Button>
            </Flex>
          </Flex>
        </Card>
      </Flex>
    </form>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Callout.Root color="amber" size="1">
      <Callout.Icon>
        <Info size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text>{children}</Callout.Text>
    </Callout.Root>
  );
}

function Stale({ environmentId }: { environmentId: string }) {
  return (
    <Box>
      <Heading as="h1" size="6" mb="2">
        This sign-in page cannot be used
      </Heading>
      <Text as="p" mb="3">
        It is older than an hour, or its connection no longer uses this identity provider. Go back to the app
        and sign in again.
      </Text>
      <Link href={`/test-idp/${environmentId}`} underline="always">
        Open the app list instead
      </Link>
    </Box>
  );
}
