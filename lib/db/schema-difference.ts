import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

const PRISMA = path.resolve(import.meta.dirname, '../../prisma');

// Numbers of the types "char" and text in pg_type.
const SINGLE_CHAR = 18;
const TEXT = 25;

/** The SQL that brings the database at `url` to prisma/schema, or '' when they agree. Changes nothing there. */
export async function schemaDifference(url: string): Promise<string> {
  const files = await readSchema();
  const pool = new pg.Pool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(readingSingleChars(pool));
  const datamodels = files.map(({ path: name, content }): [string, string] => [name, content]);
  try {
    // The engine declares the adapter as something only its own package can name.
    const engine = await SchemaEngine.new({ datamodels }, () => {}, adapter as never);
    const difference = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: PRISMA },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    const sql = difference.stdout ?? '';
    return sql.includes('-- This is an empty migration.') ? '' : sql.trim();
  } finally {
    await pool.end();
  }
}

async function readSchema(): Promise<{ path: string; content: string }[]> {
  const folder = path.join(PRISMA, 'schema');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(folder, name), 'utf8') })),
  );
}

/**
 * An adapter that also reads columns of type "char", which occur in the catalog. The one of Prisma 7.10 refuses them,
 * so they pass through it as text and get their type back afterwards.
 */
function readingSingleChars(pool: pg.Pool): PrismaPg {
  const singleChars = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryArrayResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const columns = result.fields.flatMap((field, index) =>
      field.dataTypeID === SINGLE_CHAR ? [index] : [],
    );
    for (const column of columns) Object.assign(result.fields[column] ?? {}, { dataTypeID: TEXT });
    singleChars.set(result.rows, columns);
    return result;
  }) as typeof pool.query;

  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    const queryRaw = connection.queryRaw.bind(connection);
    connection.queryRaw = async (asked) => {
      const result = await queryRaw(asked);
      for (const column of singleChars.get(result.rows) ?? []) {
        result.columnTypes[column] = ColumnTypeEnum.Character;
      }
      return result;
    };
    return connection;
  };
  return factory;
}
