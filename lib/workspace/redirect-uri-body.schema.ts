import { z } from 'zod';

/** Body of POST /user_management/redirect_uris. */
export const createRedirectUriBody = z.object({ uri: z.string() });
