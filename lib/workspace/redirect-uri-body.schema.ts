import { z } from 'zod';

/** Body of POST /user_management/redirect_uris. */
export const createRedirectUriBody = z.object({ uri: z.string() });

/** Body of POST /user_management/cors_origins. */
export const createCorsOriginBody = z.object({ origin: z.string() });

/** Body of PUT /user_management/app_homepage_url. */
export const appHomepageUrlBody = z.object({ url: z.string() });
