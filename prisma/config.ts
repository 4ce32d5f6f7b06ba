import { defineConfig } from 'prisma/config';

// The server applies migrations itself (lib/db/migrate.ts); the address serves those who use Prisma's own commands.
export default defineConfig({
  schema: 'schema',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
