import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { downloadEvidence } from '#lib/sso/evidence-links.ts';

type Route = { params: Promise<{ environmentId: string; sessionId: string }> };

/** Everything about a session as one file that can be passed on. */
export async function GET(request: NextRequest, { params }: Route): Promise<Response> {
  const { environmentId, sessionId } = await params;
  const admin = await adminPage(environmentId, 'sessions:read');
  // A page of another site must not fill the log with downloads in a member's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site') notFound();
  const evidence = await downloadEvidence(admin, sessionId);
  if (!evidence) notFound();
  return new Response(evidence.html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Disposition': `attachment; filename="${evidence.fileName}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}
