import { expect, test } from '@playwright/test';
import { testEnvironments } from '#lib/data/test-environment.ts';
import { DOCUMENT_LIMIT, uploadDocumentInput } from './documents.schema.ts';
import { deleteDocument, downloadDocument, listDocuments, uploadDocument } from './documents.ts';

const NOW = new Date('2026-11-21T12:00:00.000Z');

let world: Awaited<ReturnType<typeof testEnvironments>>;
test.beforeEach(async () => {
  world = await testEnvironments(NOW);
});
test.afterEach(() => world.close());

const pdf = (size = 2000, fill = 0x61) => {
  const bytes = new Uint8Array(size).fill(fill);
  bytes.set(new TextEncoder().encode('%PDF-1.7\n'));
  return bytes;
};

const upload = (kind: string, name: string, fileName: string, bytes: Uint8Array<ArrayBuffer>) =>
  uploadDocument(
    world.workspace,
    uploadDocumentInput.parse({ kind, name, file: new File([bytes], fileName) }),
  );

async function contentOf(id: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of (await downloadDocument(world.workspace, { id })).bytes) parts.push(part);
  return Buffer.concat(parts);
}

const idOf = async (name: string) =>
  (await listDocuments(world.workspace)).find((line) => line.name === name)?.document?.id ?? '';

test('what was uploaded comes back byte for byte, in parts, and each download is noted', async () => {
  const bytes = pdf(1_700_001, 0x62);
  await upload('soc_3', '', 'C:\\reports\\SOC 3 "2026".pdf', bytes);
  const id = await idOf('SOC 3');
  expect((await contentOf(id)).equals(bytes)).toBe(true);
  expect(
    await world.db.complianceDocumentPart.count({
      where: { workspaceId: world.workspace.scope.workspaceId },
    }),
  ).toBe(4);
  const { fileName, size, mediaType } = await downloadDocument(world.workspace, { id });
  expect({ fileName, size, mediaType }).toEqual({
    fileName: 'SOC 3 2026.pdf',
    size: bytes.length,
    mediaType: 'application/pdf',
  });
  const noted = await world.db.auditLogEntry.findMany({
    where: { workspaceId: world.workspace.scope.workspaceId },
    orderBy: { id: 'asc' },
  });
  expect(noted.map(({ action }) => action)).toEqual([
    'compliance_document.created',
    'compliance_document.downloaded',
    'compliance_document.downloaded',
  ]);
});

test('a named document takes the place of the last one; other documents stand beside each other', async () => {
  await upload('sig_lite', 'ignored', 'old.pdf', pdf());
  await upload('sig_lite', '', 'new.pdf', pdf());
  await upload('other', 'Penetration test', 'a.pdf', pdf());
  await upload('other', 'Insurance', 'b.pdf', pdf());
  await expect(upload('other', 'Insurance', 'c.pdf', pdf())).rejects.toMatchObject({
    fields: [{ field: 'name' }],
  });
  const lines = await listDocuments(world.workspace);
  expect(lines.map(({ name, document }) => [name, document?.fileName ?? null])).toEqual([
    ['SIG Lite', 'new.pdf'],
    ['SOC 3', null],
    ['SOC 2 Type 2', null],
    ['Insurance', 'b.pdf'],
    ['Penetration test', 'a.pdf'],
  ]);
});

test('a file that is empty, too large, of another kind than its name says, or of no offered kind is refused', async () => {
  const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0]);
  const refusals: [string, Uint8Array<ArrayBuffer>][] = [
    ['empty.pdf', new Uint8Array()],
    ['large.pdf', pdf(DOCUMENT_LIMIT + 1)],
    ['page.html', new TextEncoder().encode('<script>')],
    ['page.pdf', new TextEncoder().encode('<script>')],
    ['archive.pdf', zip],
    ['report.xlsx', pdf()],
    ['constructor', pdf()],
  ];
  for (const [fileName, bytes] of refusals) {
    await expect(upload('soc_3', '', fileName, bytes), fileName).rejects.toMatchObject({
      fields: [{ field: 'file' }],
    });
  }
  await expect(upload('other', ' ', 'a.pdf', pdf())).rejects.toMatchObject({ fields: [{ field: 'name' }] });
  await upload('other', 'Questionnaire', 'answers.xlsx', zip);
  expect((await listDocuments(world.workspace)).filter(({ document }) => document)).toHaveLength(1);
});

test('two uploads of a named document at once leave one', async () => {
  await Promise.all([upload('soc_3', '', 'a.pdf', pdf()), upload('soc_3', '', 'b.pdf', pdf())]);
  const { workspaceId } = world.workspace.scope;
  expect(await world.db.complianceDocument.count({ where: { workspaceId } })).toBe(1);
});

test('a deleted document is gone with its bytes; one that is not there is not found', async () => {
  await upload('soc_3', '', 'a.pdf', pdf());
  const id = await idOf('SOC 3');
  expect(await deleteDocument(world.workspace, { id })).toBe('SOC 3');
  const { workspaceId } = world.workspace.scope;
  expect(await world.db.complianceDocumentPart.count({ where: { workspaceId } })).toBe(0);
  await expect(deleteDocument(world.workspace, { id })).rejects.toMatchObject({ status: 404 });
  await expect(downloadDocument(world.workspace, { id })).rejects.toMatchObject({ status: 404 });
});
