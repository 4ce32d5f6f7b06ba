/** Next calls this once, when the server process starts: the place to start what runs without a request. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs' || process.env['NEXT_PHASE'] === 'phase-production-build')
    return;
  const { startJobs } = await import('#lib/jobs/start-jobs.ts');
  await startJobs();
}
