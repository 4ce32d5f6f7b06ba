import { Code, Flex, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { env } from '#lib/env.ts';

export const metadata: Metadata = { title: 'Network' };

/** What firewalls and IP allow-lists can and cannot do for sign-ins, and the addresses they may know. */
export default async function Network({ params }: { params: Promise<{ environmentId: string }> }) {
  const { environmentId } = await params;
  await adminPage(environmentId, 'environment:read');
  const { http, egress } = env();
  return (
    <>
      <PageHeader
        title="Network"
        docs="network"
        description="For the firewalls and IP allow-lists of your customers and of your own servers."
      />
      <div className="flex max-w-3xl flex-col gap-5">
        <SectionCard
          title="Sign-ins come from people’s browsers"
          description="A SAML request and its response travel through the browser of the person who signs in: at home, at the office, on the road. Their address is never the same, so an identity provider or an app that only lets known addresses through turns people away."
        >
          <ul className="list-disc pl-5 text-sm leading-relaxed text-(--gray-11)">
            <li>
              Do not restrict by address who may reach your app’s redirect URIs, or the sign-in page of an
              identity provider because of Gatehouse.
            </li>
            <li>
              What proves a sign-in is the signature of the identity provider and the code your server
              exchanges, not where the browser is.
            </li>
            <li>
              A company may still ask for its own network or a VPN at its identity provider; sign-ins then
              work from there only.
            </li>
          </ul>
        </SectionCard>
        <SectionCard
          title="Let through to Gatehouse"
          description="Browsers of the people who sign in and your servers, which exchange codes and call the API, must reach this address."
        >
          <CopyField label="Address" value={http.url} />
        </SectionCard>
        <SectionCard
          title="Requests Gatehouse makes itself"
          description="It fetches metadata from addresses that a connection names. An identity provider behind a firewall must let these ranges through to its metadata, or you upload the file instead."
        >
          {egress.ranges.length === 0 ? (
            <Text as="p" size="2">
              No ranges are set. Whoever runs this installation can list its outgoing addresses in{' '}
              <Code className="break-all">GATEHOUSE_EGRESS_RANGES</Code>. Until then, ask them before you
              write a firewall rule.
            </Text>
          ) : (
            <Flex direction="column" gap="3">
              {egress.ranges.map((range, index) => (
                <CopyField key={range} label={`Range ${index + 1}`} value={range} />
              ))}
              {egress.ranges.length > 1 && <CopyField label="All ranges" value={egress.ranges.join(', ')} />}
              <Text as="p" size="1" color="gray">
                Set by whoever runs this installation. When they change, rules must follow.
              </Text>
            </Flex>
          )}
        </SectionCard>
      </div>
    </>
  );
}
