import { Flex, Text } from '@radix-ui/themes';
import { CopyField } from '#components/ui/copy-field.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';

/** What a mail says: its links to copy, and one of its two forms. `path` is the address of the mail's page. */
export function MailContent({
  path,
  content,
  view,
}: {
  path: string;
  content: { text: string; links: readonly string[] };
  view: 'html' | 'text';
}) {
  const tabs = [
    { href: path, label: 'HTML' },
    { href: `${path}?view=text`, label: 'Text' },
  ];
  return (
    <>
      {content.links.length > 0 && (
        <SectionCard
          title={content.links.length === 1 ? 'The link in this mail' : 'The links in this mail'}
          description="Hand it to the person the mail is for, over a way only the two of you can read. Links inside the mail below cannot be followed from here."
        >
          <Flex direction="column" gap="3">
            {content.links.map((link, index) => (
              <CopyField
                key={link}
                label={content.links.length === 1 ? 'Link' : `Link ${index + 1}`}
                value={link}
              />
            ))}
          </Flex>
        </SectionCard>
      )}
      <SectionCard title="Content">
        <div>
          <LinkTabs
            label="Forms of the mail"
            tabs={tabs}
            current={view === 'html' ? path : `${path}?view=text`}
          />
          {view === 'html' ? (
            <iframe
              src={`${path}/html`}
              title="The mail as its reader sees it"
              sandbox=""
              className="block h-160 w-full rounded-md border border-(--gray-a5) bg-white"
            />
          ) : (
            <Text asChild size="2">
              <pre className="m-0 font-mono text-[13px] whitespace-pre-wrap [overflow-wrap:anywhere]">
                {content.text}
              </pre>
            </Text>
          )}
        </div>
      </SectionCard>
    </>
  );
}
