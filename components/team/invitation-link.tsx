'use client';

import { Flex } from '@radix-ui/themes';
import { CopyField } from '#components/ui/copy-field.tsx';
import { CloseButton } from '#components/ui/lazy-dialog.tsx';

/** What making an invitation gives back. `link` is a whole address; `again`: it takes the place of an earlier one. */
export type Invited = { email: string; link: string; again?: boolean };

/** The inside of a dialog that shows a one-time link, the only time it can be shown. */
export function InvitationLink({ email, link }: Invited) {
  return (
    <Flex direction="column" gap="4">
      <CopyField
        label="Invitation link"
        value={link}
        help={`Shown this one time. It works once, for seven days; whoever opens it joins as ${email}.`}
      />
      <Flex justify="end">
        <CloseButton>Done</CloseButton>
      </Flex>
    </Flex>
  );
}

/** What the dialog says above the link. */
export function linkDescription({ email, again = false }: Pick<Invited, 'email' | 'again'>): string {
  const before = again ? `${email} was invited before: that link no longer works. ` : '';
  return `${before}A mail with this link goes to ${email}. If mail is slow or not set up, pass it on yourself.`;
}
