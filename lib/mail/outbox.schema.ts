import { z } from 'zod';

/** Names one mail of the workspace. */
export const mailIdInput = z.object({ id: z.string().max(100) });
