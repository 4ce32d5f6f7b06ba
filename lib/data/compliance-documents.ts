import type { Queries } from '#lib/db/client.ts';

export type ComplianceDocumentRow = {
  id: string;
  kind: 'sig_lite' | 'soc_3' | 'soc_2_type_2' | 'other';
  name: string;
  fileName: string;
  size: number;
  sha256: string;
  uploadedByName: string;
  createdAt: Date;
};

const columns = {
  id: true,
  kind: true,
  name: true,
  fileName: true,
  size: true,
  sha256: true,
  uploadedByName: true,
  createdAt: true,
} as const;

/** The documents a workspace keeps for security reviews. */
export function complianceDocuments(queries: Queries, workspaceId: string) {
  return {
    /** Newest first, without their bytes. */
    all(): Promise<ComplianceDocumentRow[]> {
      return queries.complianceDocument.findMany({
        where: { workspaceId },
        orderBy: { id: 'desc' },
        select: columns,
      });
    },
    get(id: string): Promise<ComplianceDocumentRow | null> {
      return queries.complianceDocument.findFirst({ where: { workspaceId, id }, select: columns });
    },
    async create(row: ComplianceDocumentRow, parts: Iterable<Uint8Array<ArrayBuffer>>): Promise<void> {
      await queries.complianceDocument.create({ data: { ...row, workspaceId } });
      let position = 0;
      for (const bytes of parts) {
        await queries.complianceDocumentPart.create({
          data: { workspaceId, documentId: row.id, position, bytes },
        });
        position += 1;
      }
    },
    async delete(id: string): Promise<void> {
      await queries.complianceDocument.deleteMany({ where: { workspaceId, id } });
    },
    /** The bytes of a document, one part in memory at a time. */
    async *bytes(documentId: string): AsyncGenerator<Uint8Array> {
      for (let position = 0; ; position += 1) {
        const part = await queries.complianceDocumentPart.findFirst({
          where: { workspaceId, documentId, position },
          select: { bytes: true },
        });
        if (!part) return;
        yield part.bytes;
      }
    },
  };
}
