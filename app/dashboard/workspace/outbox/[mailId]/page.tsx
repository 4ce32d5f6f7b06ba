import { Callout, Flex } from '@radix-ui/themes';
import { Lock } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '#components/layout/page-header.tsx';
import { MailContent } from '#components/mail/mail-content.tsx';
import { MailDelivery } from '#components/mail/mail-delivery.tsx';
import { MailProgressBadge } from '#components/mail/mail-progress-badge.tsx';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { queryChoice } from '#lib/dashboard/list-query.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { mailDetail } from '#lib/mail/outbox.ts';
import { retry } from '../actions.ts';

export const metadata: Metadata = { title: 'Mail' };

const PATH = '/dashboard/workspace/outbox';

type Props = {
  params: Promise<{ mailId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** One mail: how far it has got and, where admins may read it, what it says. */
export default async function MailPage({ params, searchParams }: Props) {
  const { mailId } = await params;
  const admin = await workspacePage('outbox:read');
  const mail = await mailDetail(admin, mailId);
  if (!mail) notFound();
  const view = queryChoice(await searchParams, 'view', ['text']) ?? 'html';
  return (
    <>
      <Breadcrumb steps={[{ label: 'Outbox', href: PATH }]} />
      <PageHeader
        title={mail.subject}
        badge={<MailProgressBadge progress={mail.progress} size="2" />}
        actions={
          mail.canRetry &&
          admin.may('outbox:write') && (
            <ActionForm action={retry}>
              <input type="hidden" name="id" value={mail.id} />
              <SubmitButton>{mail.state === 'queued' ? 'Try now' : 'Send again'}</SubmitButton>
            </ActionForm>
          )
        }
      />
      <Flex direction="column" gap="5">
        <MailDelivery mail={mail} />
        {mail.content ? (
          <MailContent path={`${PATH}/${mail.id}`} content={mail.content} view={view} />
        ) : (
          <Callout.Root color="gray" size="1">
            <Callout.Icon>
              <Lock size={16} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              What this mail says is for {mail.to} alone: its links work for whoever opens them.
            </Callout.Text>
          </Callout.Root>
        )}
      </Flex>
    </>
  );
}
