import { z } from 'zod';

/** A pasted URI often ends in a line break; anything else wrong with it is said by lib/oauth/redirect-uri.ts. */
const uri = z.string({ error: 'Enter a redirect URI.' }).trim();
const id = z.string().min(1).max(64);

export const addRedirectUriInput = z.object({
  uri,
  isDefault: z
    .literal('on')
    .optional()
    .transform((value) => value === 'on'),
});
/** An empty field is none. */
const address = z.string().max(4096);
export const appAddressesInput = z.object({
  appHomepageUrl: address,
  signInEndpoint: address,
  portalReturnUrl: address,
});
export const addCorsOriginInput = z.object({ origin: z.string({ error: 'Enter an origin.' }) });
export const addLogoutRedirectInput = z.object({ uri });
export const updateRedirectUriInput = z.object({ id, uri });
export const redirectUriIdInput = z.object({ id });
