import { DataList, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { IdLine } from '#components/ui/id-line.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { Time } from '#components/ui/time.tsx';
import type { MailDetail } from '#lib/mail/outbox.ts';

/** To whom a mail goes, how far it has got and what stood in its way. */
export function MailDelivery({ mail }: { mail: MailDetail }) {
  return (
    <SectionCard title="Delivery" description={mail.progress.meaning}>
      <DataList.Root size="2" orientation={{ initial: 'vertical', sm: 'horizontal' }}>
        <Item label="To">{mail.to}</Item>
        <Item label="Answers go to">{mail.replyTo ?? 'Nobody: the workspace has no support email.'}</Item>
        <Item label="Kind">{mail.kind}</Item>
        <Item label="Written">
          <Time value={mail.createdAt} seconds />
        </Item>
        {mail.sentAt && (
          <Item label="Sent">
            <Time value={mail.sentAt} seconds />
          </Item>
        )}
        {mail.attempts > 0 && <Item label="Attempts">{mail.attempts}</Item>}
        {mail.lastError && (
          <Item label="Last error">
            <Text color="red">{mail.lastError}</Text>
          </Item>
        )}
        {mail.nextAttemptAt && mail.lastError && (
          <>
            <Item label="Next attempt">
              <Time value={mail.nextAttemptAt} />
            </Item>
            <Item label="Tried until">
              <Time value={mail.giveUpAt} />
            </Item>
          </>
        )}
        <Item label="ID">
          <IdLine id={mail.id} label="mail ID" />
        </Item>
      </DataList.Root>
    </SectionCard>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.Label minWidth="120px">{label}</DataList.Label>
      <DataList.Value className="min-w-0 [overflow-wrap:anywhere]">{children}</DataList.Value>
    </DataList.Item>
  );
}
