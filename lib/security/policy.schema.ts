import { z } from 'zod';

const id = z.string({ error: 'Choose one.' }).min(1, { error: 'Choose one.' }).max(64);

export const requireMfaInput = z.object({ required: z.enum(['yes', 'no']) });

export const teamDomainInput = z.object({
  domain: z
    .string({ error: 'Enter a domain.' })
    .trim()
    .min(1, { error: 'Enter a domain, such as example.com.' })
    .max(300, { error: 'Enter a domain name, such as example.com.' }),
});

export const teamDomainIdInput = z.object({ id });

export const removeTeamDomainInput = z.object({
  id,
  confirmation: z.string({ error: 'Type the domain to confirm.' }).trim().max(300),
});

/** Roles people may join with on their first sign-in through SSO; Admin is given by Admins only. */
export const JOIN_ROLES = ['none', 'support_viewer', 'support', 'sandbox_developer', 'developer'] as const;

export const dashboardSsoInput = z.object({
  /** Environment and connection, as the menu posts them. */
  connection: z
    .string({ error: 'Choose a connection.' })
    .regex(/^\S{1,64} \S{1,64}$/, { error: 'Choose a connection.' })
    .transform((text) => {
      const [environmentId = '', connectionId = ''] = text.split(' ');
      return { environmentId, connectionId };
    }),
  joinRole: z.enum(JOIN_ROLES, { error: 'Choose what happens.' }),
});

export const ssoModeInput = z.object({ mode: z.enum(['optional', 'required']) });

export const nothingInput = z.object({});
