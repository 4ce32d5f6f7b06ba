import type { Metadata } from 'next';
import { DocumentTable } from '#components/compliance/document-table.tsx';
import { UploadDocument } from '#components/compliance/upload-document.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { DOCUMENT_KINDS, DOCUMENT_LIMIT } from '#lib/compliance/documents.schema.ts';
import { listDocuments } from '#lib/compliance/documents.ts';
import { EXTENSIONS } from '#lib/compliance/file-type.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { remove, upload } from './actions.ts';

export const metadata: Metadata = { title: 'Compliance documents' };

/** The operator's own documents for security reviews. */
export default async function Compliance() {
  const admin = await workspacePage('compliance:read');
  const lines = await listDocuments(admin);
  const form = { upload, kinds: DOCUMENT_KINDS, extensions: EXTENSIONS, limit: DOCUMENT_LIMIT };
  return (
    <>
      <PageHeader
        title="Compliance documents"
        docs="compliance"
        description="What customers ask for when they review your security. Only Admins of this workspace can see, upload and download these files; every download is in the audit log."
        actions={<UploadDocument {...form} />}
      />
      <DocumentTable
        lines={lines}
        remove={remove}
        uploadTo={(slot) => <UploadDocument {...form} slot={slot} />}
      />
    </>
  );
}
