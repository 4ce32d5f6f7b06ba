import { Button, Card, Code, DataList, Flex, Heading, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { now as clockNow } from '#lib/clock.ts';
import { findSession } from '#lib/example-app/find-session.ts';
import { relyingParty } from '#lib/example-app/relying-party.ts';

export const metadata: Metadata = { title: { absolute: 'Sign-in failed · Example app' } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What the example app shows when its callback got an error: what it was told, and where the reason stands. */
export default async function ExampleFailed({ searchParams }: Props) {
  const query = await searchParams;
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : null);
  const now = clockNow();
  const app = await relyingParty(now);
  const request = await headers();
  const visitor = {
    ipAddress: request.get('x-gatehouse-client-ip'),
    userAgent: request.get('user-agent')?.slice(0, 512) ?? null,
  };
  const sessionId =
    'missing' in app ? null : await findSession(app.data, { state: one('state'), visitor, now });
  return (
    <Card size="4">
      <Flex direction="column" gap="5">
        <div>
          <Heading as="h1" size="6" mb="1">
            You could not be signed in
          </Heading>
          <Text as="p" color="gray">
            The redirect URI received an error instead of a code. A real app says so kindly and offers another
            way to sign in.
          </Text>
        </div>
        <DataList.Root orientation={{ initial: 'vertical', sm: 'horizontal' }}>
          <DataList.Item>
            <DataList.Label>error</DataList.Label>
            <DataList.Value>
              <Code className="break-all">{one('error') ?? 'none'}</Code>
            </DataList.Value>
          </DataList.Item>
          <DataList.Item>
            <DataList.Label>error_description</DataList.Label>
            <DataList.Value className="break-words">{one('error_description') || 'none'}</DataList.Value>
          </DataList.Item>
        </DataList.Root>
        <Text as="p" size="2">
          An app learns little about the reason, and its users need not know more. The whole reason is in the
          session, for the people who run the app.
        </Text>
        <Flex gap="3" wrap="wrap">
          {!('missing' in app) && (
            <Button asChild>
              <a href={`/dashboard/${app.environmentId}/sessions${sessionId ? `/${sessionId}` : ''}`}>
                {sessionId ? 'See why in the dashboard' : 'See the sessions in the dashboard'}
              </a>
            </Button>
          )}
          <Button asChild variant="soft" color="gray">
            <a href="/example">Try again</a>
          </Button>
        </Flex>
      </Flex>
    </Card>
  );
}
