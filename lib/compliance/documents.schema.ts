import { z } from 'zod';
import { ONE_LINE } from '#lib/one-line.ts';

/** Largest file, in bytes. The server takes bodies a little larger on this one page: lib/server/http.ts. */
export const DOCUMENT_LIMIT = 25 * 1024 * 1024;

/** The documents that reviews ask for by name, each at most once, in the order of the list; and any other. */
export const DOCUMENT_KINDS = [
  { value: 'sig_lite', label: 'SIG Lite' },
  { value: 'soc_3', label: 'SOC 3' },
  { value: 'soc_2_type_2', label: 'SOC 2 Type 2' },
  { value: 'other', label: 'Another document' },
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number]['value'];

export const uploadDocumentInput = z.object({
  kind: z.enum(
    DOCUMENT_KINDS.map(({ value }) => value),
    { error: 'Choose what the document is.' },
  ),
  name: z
    .string()
    .trim()
    .max(100, { error: 'Use at most 100 characters.' })
    .regex(...ONE_LINE)
    .default(''),
  file: z.instanceof(File, { error: 'Choose a file.' }),
});

export const documentInput = z.object({ id: z.string() });
