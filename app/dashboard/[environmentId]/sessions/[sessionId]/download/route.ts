import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { downloadMessage } from '#lib/sso/evidence-links.ts';

type Route = { params: Promise<{ environmentId: string; sessionId: string }> };

/**
 * One raw message of a session as a file: `?message=request` or `response`. Foreign XML is never shown by the
 * browser: it could be a page that acts as the admin.
 */
export async function GET(request: NextRequest, { params }: Route): Promise<Response> {
  const { environmentId, sessionId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  // A page of another site must not fill the log with downloads in a member's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site') notFound();
  const which = request.nextUrl.searchParams.get('message');
  if (which !== 'request' && which !== 'response') notFound();
  const message = await downloadMessage(admin, sessionId, which);
  if (!message) notFound();
  const name = `${sessionId}-${which}.${message.kind === 'xml' ? 'xml' : 'txt'}`;
  return new Response(message.text, {
    headers: {
      'Content-Type': `${message.kind === 'xml' ? 'text/xml' : 'text/plain'}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '')}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}
