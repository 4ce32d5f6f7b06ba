import { z } from 'zod';
import type { RoleName } from '#lib/auth/permissions.ts';

const id = z.string().min(1).max(64);

const ROLE_NAMES = [
  'admin',
  'developer',
  'sandbox_developer',
  'support',
  'support_viewer',
] as const satisfies readonly RoleName[];

const role = z.enum(ROLE_NAMES, { error: 'Choose a role.' });

export const inviteMemberInput = z.object({
  email: z
    .string({ error: 'Enter an email address.' })
    .trim()
    .toLowerCase()
    .min(1, { error: 'Enter an email address.' })
    .max(320, { error: 'Use at most 320 characters.' }),
  role,
});
export const invitationIdInput = z.object({ id });
export const changeRoleInput = z.object({ id, role });
export const removeMemberInput = z.object({ id, confirmation: z.string().max(400).default('') });
export const leaveInput = z.object({});
