import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { mailHtml } from '#lib/mail/outbox.ts';

type Route = { params: Promise<{ mailId: string }> };

/**
 * A mail as HTML, for the frame on its page. `sandbox` gives it an origin of its own, without scripts, forms or
 * navigation: a mail repeats what people typed, and nothing in it may act as the admin who reads it.
 */
export async function GET(_request: NextRequest, { params }: Route): Promise<Response> {
  const { mailId } = await params;
  const admin = await workspacePage('outbox:read');
  const html = await mailHtml(admin, mailId);
  if (html === null) notFound();
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
      'X-Frame-Options': 'SAMEORIGIN',
      'Cache-Control': 'private, no-store',
    },
  });
}
