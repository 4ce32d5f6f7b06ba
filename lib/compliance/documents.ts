import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { ComplianceDocumentRow } from '#lib/data/compliance-documents.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { AppError, invalidField } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import {
  DOCUMENT_KINDS,
  DOCUMENT_LIMIT,
  type documentInput,
  type uploadDocumentInput,
} from './documents.schema.ts';
import { beginsAsNamed, EXTENSIONS, mediaTypeOf, plainFileName } from './file-type.ts';

/** For a file of the largest size on a slow disk. */
const WRITE_LIMIT_MS = 60_000;

/** Bytes of one row. */
const PART = 512 * 1024;

/** What the list shows of a document; `uploadedAt` is ISO 8601, `size` in bytes. */
export type DocumentView = {
  id: string;
  fileName: string;
  size: number;
  uploadedBy: string;
  uploadedAt: string;
};

/** A line of the list: a document, or a named kind that nobody has uploaded yet. */
export type DocumentLine = {
  kind: ComplianceDocumentRow['kind'];
  name: string;
  document: DocumentView | null;
};

/** The named kinds in their order, present or not, then every other document by its name. */
export async function listDocuments(ctx: WorkspaceContext): Promise<DocumentLine[]> {
  const documents = await ctx.data.complianceDocuments.all();
  const named = DOCUMENT_KINDS.filter(({ value }) => value !== 'other').map(({ value, label }) => {
    const document = documents.find(({ kind }) => kind === value);
    return { kind: value, name: label, document: document ? viewOf(document) : null };
  });
  const others = documents
    .filter(({ kind }) => kind === 'other')
    .map((document) => ({ kind: document.kind, name: document.name, document: viewOf(document) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [...named, ...others];
}

/**
 * Keeps an uploaded document; one of a named kind takes the place of the last one. Returns what the list calls it.
 * Refuses files that are empty, larger than DOCUMENT_LIMIT, or not what their extension says.
 */
export async function uploadDocument(
  ctx: WorkspaceContext,
  input: z.output<typeof uploadDocumentInput>,
): Promise<string> {
  const { kind, file } = input;
  const name = kind === 'other' ? input.name : labelOf(kind);
  if (name === '') throw invalidField('name', 'Enter a name, as in Penetration test 2026.');
  if (file.size === 0) throw invalidField('file', 'Choose a file.');
  if (file.size > DOCUMENT_LIMIT) throw invalidField('file', 'The file is larger than 25 MB.');
  const fileName = plainFileName(file.name);
  if (mediaTypeOf(fileName) === null) {
    throw invalidField('file', `Choose a file that ends in ${EXTENSIONS.join(', ')}.`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!beginsAsNamed(fileName, bytes)) {
    throw invalidField('file', `This file is called ${fileName}, but its content is something else.`);
  }
  const row: ComplianceDocumentRow = {
    id: newId('complianceDocument', ctx.now),
    kind,
    name,
    fileName,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    uploadedByName: ctx.actor.name,
    createdAt: ctx.now,
  };
  await ctx.data.transaction(
    async (data) => {
      await data.workspace.lock();
      const same = (one: ComplianceDocumentRow) =>
        one.kind === kind && (kind !== 'other' || one.name === name);
      const replaced = (await data.complianceDocuments.all()).find(same) ?? null;
      if (replaced && kind === 'other') {
        throw invalidField('name', 'There is a document of this name. Delete it first, or use another name.');
      }
      if (replaced) await data.complianceDocuments.delete(replaced.id);
      await data.complianceDocuments.create(row, partsOf(bytes));
      await data.auditLog.record(ctx, {
        action: replaced ? 'compliance_document.replaced' : 'compliance_document.created',
        target: { type: 'compliance_document', id: row.id, name },
        before: replaced && facts(replaced),
        after: facts(row),
      });
    },
    { timeoutMs: WRITE_LIMIT_MS },
  );
  return name;
}

/** Notes the download, then gives the file. Throws `not_found` for a document that is not the workspace's. */
export async function downloadDocument(
  ctx: WorkspaceContext,
  { id }: z.output<typeof documentInput>,
): Promise<{ fileName: string; mediaType: string; size: number; bytes: AsyncGenerator<Uint8Array> }> {
  const document = await ctx.data.complianceDocuments.get(id);
  if (!document) throw new AppError('not_found');
  await ctx.data.auditLog.record(ctx, {
    action: 'compliance_document.downloaded',
    target: { type: 'compliance_document', id, name: document.name },
  });
  return {
    fileName: document.fileName,
    mediaType: mediaTypeOf(document.fileName) ?? 'application/octet-stream',
    size: document.size,
    bytes: ctx.data.complianceDocuments.bytes(id),
  };
}

/** Deletes a document. Throws `not_found` for one that is not the workspace's. */
export function deleteDocument(
  ctx: WorkspaceContext,
  { id }: z.output<typeof documentInput>,
): Promise<string> {
  return ctx.data.transaction(async (data) => {
    const document = await data.complianceDocuments.get(id);
    if (!document) throw new AppError('not_found');
    await data.complianceDocuments.delete(id);
    await data.auditLog.record(ctx, {
      action: 'compliance_document.deleted',
      target: { type: 'compliance_document', id, name: document.name },
      before: facts(document),
      after: null,
    });
    return document.name;
  });
}

function labelOf(kind: ComplianceDocumentRow['kind']): string {
  return DOCUMENT_KINDS.find(({ value }) => value === kind)?.label ?? kind;
}

function viewOf({ id, fileName, size, uploadedByName, createdAt }: ComplianceDocumentRow): DocumentView {
  return { id, fileName, size, uploadedBy: uploadedByName, uploadedAt: createdAt.toISOString() };
}

function facts({ name, fileName, size, sha256 }: ComplianceDocumentRow) {
  return { name, fileName, size, sha256 };
}

function* partsOf(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < bytes.length; start += PART) yield bytes.subarray(start, start + PART);
}
