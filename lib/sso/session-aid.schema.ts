import { z } from 'zod';

const sessionId = z.string().min(1).max(100);
const confirmation = z.string().max(2000).default('');

export const compareCertificateForm = z.object({ sessionId, confirmation });
export const takeEntityIdForm = z.object({ sessionId, confirmation });
export const mapAttributeForm = z.object({ sessionId, field: z.string().min(1).max(100) });
