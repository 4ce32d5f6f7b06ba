import { now } from '#lib/clock.ts';
import { runningPostgresUrl } from '#lib/db/embedded-postgres.ts';
import { EnvProblem, env, processSettings, publishToProcess } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { dataFiles, keepSecretKey } from '#lib/server/data-directory.ts';
import { StartRefusal } from '#lib/server/refusal.ts';

/** `npm run invoices -- …`: reaches the database of the server that runs here, or the one of DATABASE_URL. */
async function main(args: readonly string[]): Promise<string> {
  const settings = processSettings();
  const { directory } = settings.data;
  const url = settings.database.url ?? (await runningPostgresUrl(dataFiles(directory).postgres));
  if (url === null) throw new StartRefusal('Start Gatehouse first: its own PostgreSQL runs only with it.');
  const key = settings.secret.key ?? keepSecretKey(directory);
  publishToProcess({ DATABASE_URL: url, GATEHOUSE_SECRET_KEY: key.toString('base64') });
  // Loaded only now: these read the settings that were just completed.
  const { operateInvoices } = await import('#lib/billing/operator.ts');
  const { billingProvider } = await import('#lib/billing/providers/current.ts');
  const { database } = await import('#lib/db/client.ts');
  try {
    env();
    return await operateInvoices(args, { now: now(), provider: billingProvider() });
  } finally {
    await database().$disconnect();
  }
}

try {
  console.log(await main(process.argv.slice(2)));
} catch (error) {
  const known = error instanceof AppError || error instanceof StartRefusal || error instanceof EnvProblem;
  const fields = error instanceof AppError ? error.fields.map(({ message }) => message ?? '') : [];
  console.error(known ? (fields.length > 0 ? fields.join(' ') : error.message) : error);
  process.exitCode = 1;
}
