import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { downloadDocument } from '#lib/compliance/documents.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { AppError } from '#lib/errors.ts';
import { streamOf } from '#lib/http/stream.ts';

/** A compliance document as a file. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ documentId: string }> },
): Promise<Response> {
  const admin = await workspacePage('compliance:read');
  // A page of another site must not fill the log with downloads in an admin's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site') notFound();
  const document = await downloadDocument(admin, { id: (await params).documentId }).catch(
    (error: unknown) => {
      if (error instanceof AppError && error.status === 404) notFound();
      throw error;
    },
  );
  return new Response(streamOf(document.bytes), {
    headers: {
      'Content-Type': document.mediaType,
      'Content-Length': String(document.size),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(document.fileName)}`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}
