import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { sessionMessage } from '#lib/sso/session-detail.ts';

type Route = { params: Promise<{ environmentId: string; sessionId: string }> };

/**
 * One raw message of a session as a file: `?message=request` or `response`. Foreign XML is never shown by the
 * browser: it could be a page that acts as the admin.
 */
export async function GET(request: NextRequest, { params }: Route): Promise<Response> {
  const { environmentId, sessionId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  const which = request.nextUrl.searchParams.get('message');
  if (which !== 'request' && which !== 'response') notFound();
  const message = await sessionMessage(admin, sessionId, which);
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
