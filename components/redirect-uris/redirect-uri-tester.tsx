import { Button, Callout, Card, Heading, Text, TextField } from '@radix-ui/themes';
import { CircleCheck, CircleX } from 'lucide-react';
import Form from 'next/form';
import type { RedirectUriExplanation } from '#lib/oauth/redirect-uri.ts';

/** Tells whether a sign-in may name a URI, and for each entry why or why not. The URI is in the address. */
export function RedirectUriTester({
  path,
  candidate,
  explanation,
}: {
  path: string;
  candidate: string;
  explanation: RedirectUriExplanation | null;
}) {
  return (
    <Card size="2">
      <Heading as="h2" size="3" mb="1">
        Does this URI match?
      </Heading>
      <Text as="p" size="2" color="gray" mb="3">
        Paste the redirect_uri your app sends. Nothing is saved.
      </Text>
      <Form action={path} scroll={false}>
        <label htmlFor="test" className="mb-1 block text-sm font-medium">
          URI to test
        </label>
        <div className="flex gap-2">
          <TextField.Root
            key={candidate}
            id="test"
            name="test"
            defaultValue={candidate}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={4096}
            className="min-w-0 flex-1"
          />
          <Button type="submit" variant="soft">
            Test
          </Button>
        </div>
      </Form>
      <div aria-live="polite">
        {explanation && (
          <div className="mt-4 flex flex-col gap-3">
            <Callout.Root size="1" color={explanation.matched ? 'green' : 'red'}>
              <Callout.Icon>
                {explanation.matched ? (
                  <CircleCheck size={16} aria-hidden />
                ) : (
                  <CircleX size={16} aria-hidden />
                )}
              </Callout.Icon>
              <Callout.Text className="break-all">{verdict(explanation)}</Callout.Text>
            </Callout.Root>
            {!explanation.problem && (
              <ul className="list-none divide-y divide-(--gray-a4)">
                {explanation.entries.map((entry) => (
                  <li key={entry.uri} className="py-2">
                    <code className="text-[12.5px] break-all">{entry.uri}</code>
                    <Text as="p" size="1" color={entry.matches ? 'green' : 'gray'}>
                      <strong className="font-medium">
                        {entry.matches ? 'Matches.' : 'Does not match.'}
                      </strong>{' '}
                      {entry.reason}
                    </Text>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}

function verdict(explanation: RedirectUriExplanation): string {
  if (explanation.matched) return `Yes: ${explanation.matched} allows it.`;
  if (explanation.problem) return `No URI like this can be used. ${explanation.problem.message}`;
  return explanation.entries.length > 0 ? 'No: none of the entries allows it.' : 'No: the list is empty.';
}
