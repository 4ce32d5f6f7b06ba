import { z } from 'zod';
import { EVIDENCE_LIFETIMES } from './evidence-lifetimes.ts';

const id = z.string().min(1).max(64);

export const createEvidenceLinkInput = z.object({
  sessionId: id,
  days: z.enum(
    EVIDENCE_LIFETIMES.map(({ value }) => value),
    { error: 'Choose how long the link works.' },
  ),
});

export const evidenceLinkIdInput = z.object({ id });
