import { notFound } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { auditLogInput } from '#lib/audit/audit-log.schema.ts';
import { exportAuditLog } from '#lib/audit/export-audit-log.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { streamOf } from '#lib/http/stream.ts';

/** The entries that the filters of the address choose as a file: `?format=csv` or `json`. */
export async function GET(request: NextRequest): Promise<Response> {
  const admin = await workspacePage('audit_log:read');
  // A page of another site must not fill the log with exports in an admin's name.
  if (request.headers.get('sec-fetch-site') === 'cross-site') notFound();
  const query = request.nextUrl.searchParams;
  const format = query.get('format');
  if (format !== 'csv' && format !== 'json') notFound();
  const text = await exportAuditLog(admin, auditLogInput.parse(Object.fromEntries(query)), format);
  const name = `audit-log-${admin.now.toISOString().slice(0, 10)}.${format}`;
  return new Response(streamOf(text), {
    headers: {
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  });
}
