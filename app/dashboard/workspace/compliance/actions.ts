'use server';

import { refresh } from 'next/cache';
import * as schema from '#lib/compliance/documents.schema.ts';
import { deleteDocument, uploadDocument } from '#lib/compliance/documents.ts';
import { workspaceAction } from '#lib/dashboard/admin-action.ts';

/** Keeps a file for security reviews. */
export const upload = workspaceAction(
  { permission: 'compliance:write', input: schema.uploadDocumentInput },
  async ({ input, ...ctx }) => {
    const name = await uploadDocument(ctx, input);
    refresh();
    return `${name} is uploaded.`;
  },
);

/** Deletes a document. */
export const remove = workspaceAction(
  { permission: 'compliance:write', input: schema.documentInput },
  async ({ input, ...ctx }) => {
    const name = await deleteDocument(ctx, input);
    refresh();
    return `${name} is deleted.`;
  },
);
