import { z } from 'zod';

/** Body of POST /sso/logout/authorize. */
export const authorizeLogoutBody = z.object({ profile_id: z.string().max(200) });
