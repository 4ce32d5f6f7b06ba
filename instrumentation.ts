/** Next calls this once, when the server process starts: the place to start what runs without a request. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs' || process.env['NEXT_PHASE'] === 'phase-production-build')
    return;
  const { startJobs } = await import('#lib/jobs/start-jobs.ts');
  await startJobs();
}

/** Next calls this for what a page or a handler throws; the person sees the digest. */
export async function onRequestError(
  error: unknown,
  request: { path: string; method: string; headers: Record<string, string | string[] | undefined> },
): Promise<void> {
  const { log } = await import('#lib/log.ts');
  const [path] = request.path.split('?', 1);
  const requestId = request.headers['x-request-id'];
  log().error({ err: error, method: request.method, path, requestId }, 'a page failed');
}
