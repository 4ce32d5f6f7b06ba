import type { NextRequest } from 'next/server';
import { adminPage } from '#lib/dashboard/admin-page.ts';
import { quickSearch } from '#lib/sso/quick-search.ts';

type Route = { params: Promise<{ environmentId: string }> };

/** What the command palette finds for `?q=`. A request, not an action, so that one that is out of date can be given up. */
export async function GET(request: NextRequest, { params }: Route): Promise<Response> {
  const { environmentId } = await params;
  const admin = await adminPage(environmentId, 'environment:read');
  const hits = await quickSearch(admin, request.nextUrl.searchParams.get('q') ?? '', {
    organizations: admin.may('organizations:read'),
    connections: admin.may('connections:read'),
    sessions: admin.may('sessions:read'),
  });
  return Response.json({ hits }, { headers: { 'Cache-Control': 'private, no-store' } });
}
