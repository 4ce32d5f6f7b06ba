import type { MailTemplate } from './content.ts';
import { breakGlassSignIn } from './templates/break-glass-sign-in.ts';
import { certificateExpiry } from './templates/certificate-expiry.ts';
import { certificateStaged } from './templates/certificate-staged.ts';
import { contactCertificateExpiry } from './templates/contact-certificate-expiry.ts';
import { contactFailedLogins } from './templates/contact-failed-logins.ts';
import { failedLogins } from './templates/failed-logins.ts';
import { invoiceReady } from './templates/invoice-ready.ts';
import { keyRenewal } from './templates/key-renewal.ts';
import { memberInvitation } from './templates/member-invitation.ts';
import { metadataChange } from './templates/metadata-change.ts';
import { newMember } from './templates/new-member.ts';
import { passwordChanged } from './templates/password-changed.ts';
import { paymentFailed } from './templates/payment-failed.ts';
import { workspaceDeletion } from './templates/workspace-deletion.ts';

/** Every kind of mail there is. The name is stored with each mail: renamed, old mails are left without a label. */
export const MAIL_TEMPLATES = {
  member_invitation: memberInvitation,
  new_member: newMember,
  certificate_expiry: certificateExpiry,
  certificate_staged: certificateStaged,
  failed_logins: failedLogins,
  metadata_change: metadataChange,
  contact_certificate_expiry: contactCertificateExpiry,
  contact_failed_logins: contactFailedLogins,
  key_renewal: keyRenewal,
  invoice_ready: invoiceReady,
  payment_failed: paymentFailed,
  workspace_deletion: workspaceDeletion,
  break_glass_sign_in: breakGlassSignIn,
  password_changed: passwordChanged,
} as const satisfies Record<string, MailTemplate<never>>;

export type MailTemplateName = keyof typeof MAIL_TEMPLATES;

type DataOf<Template> = Template extends MailTemplate<infer Data> ? Data : never;

/** A mail to queue: to whom, which template, and that template's data. */
export type MailRequest = {
  [Name in MailTemplateName]: { to: string; template: Name; data: DataOf<(typeof MAIL_TEMPLATES)[Name]> };
}[MailTemplateName];

/** The name of a kind of mail as the Outbox shows it. */
export function templateLabel(template: string): string {
  return Object.hasOwn(MAIL_TEMPLATES, template)
    ? MAIL_TEMPLATES[template as MailTemplateName].label
    : template;
}
