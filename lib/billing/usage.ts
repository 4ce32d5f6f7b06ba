import { CONNECTION_TYPES, connectionTypeOf } from '#lib/attributes/connection-types.ts';
import type { ActivationRow } from '#lib/data/connection-activations.ts';
import type { WorkspaceContext } from '#lib/data/context.ts';
import { type MeteredLine, meter, totalCents } from './metering.ts';
import { formatCents } from './money.ts';
import { type Month, monthOf } from './month.ts';
import { COUNTED_PROTOCOLS, PRICE_LIST } from './price-list.ts';

/** One metered line as pages show it; days are ISO dates, moments ISO times. */
export type UsageLineView = {
  key: string;
  connectionId: string;
  connectionName: string;
  organizationName: string;
  environmentId: string;
  typeLabel: string;
  activatedAt: string;
  deactivatedAt: string | null;
  days: number;
  daysInMonth: number;
  unitPrice: string;
  amount: string;
};

export type UsageView = {
  /** First day of the month. */
  month: string;
  activeConnections: number;
  soFar: string;
  /** If nothing is switched on or off until the month ends. */
  expected: string;
  lines: UsageLineView[];
};

/** Whether a connection of this type is counted: enterprise connections are, OAuth and Magic Link are free. */
export function isCounted(connectionType: string): boolean {
  const type = connectionTypeOf(connectionType);
  return type !== null && type !== 'TestIdp' && COUNTED_PROTOCOLS[CONNECTION_TYPES[type].protocol].counted;
}

/** The counted activations of a month, and their lines. */
export async function meterMonth(
  { data }: Pick<WorkspaceContext, 'data'> | { data: Pick<WorkspaceContext['data'], 'activations'> },
  month: Month,
  until?: Date,
): Promise<{ lines: MeteredLine[]; activations: Map<string, ActivationRow> }> {
  const rows = (await data.activations.during(month.start, month.end)).filter(({ connectionType }) =>
    isCounted(connectionType),
  );
  return {
    lines: meter(rows, month, until ? { until } : {}),
    activations: new Map(rows.map((row) => [row.id, row])),
  };
}

/** What the month under way costs so far and is expected to cost, connection by connection. */
export async function getUsage(ctx: WorkspaceContext): Promise<UsageView> {
  const month = monthOf(ctx.now);
  // Today counts from its first moment on.
  const { lines, activations } = await meterMonth(ctx, month, new Date(ctx.now.getTime() + 1));
  const whole = await meterMonth(ctx, month);
  const open = [...activations.values()].filter(({ endedAt }) => endedAt === null);
  return {
    month: month.start.toISOString(),
    activeConnections: new Set(open.map(({ connectionId }) => connectionId)).size,
    soFar: formatCents(totalCents(lines), PRICE_LIST.currency),
    expected: formatCents(totalCents(whole.lines), PRICE_LIST.currency),
    lines: lines.map((line) => lineView(line, activations)),
  };
}

function lineView(line: MeteredLine, activations: Map<string, ActivationRow>): UsageLineView {
  const row = activations.get(line.activationId);
  if (!row) throw new Error('a line stands for no activation');
  const type = connectionTypeOf(row.connectionType);
  return {
    key: `${line.activationId} ${line.firstDay.toISOString()}`,
    connectionId: row.connectionId,
    connectionName: row.connectionName,
    organizationName: row.organizationName,
    environmentId: row.environmentId,
    typeLabel: type ? CONNECTION_TYPES[type].label : row.connectionType,
    activatedAt: row.startedAt.toISOString(),
    deactivatedAt: row.endedAt?.toISOString() ?? null,
    days: line.days,
    daysInMonth: line.daysInMonth,
    unitPrice: formatCents(line.unitCents, PRICE_LIST.currency),
    amount: formatCents(line.amountCents, PRICE_LIST.currency),
  };
}

/** The price list in words: `1 to 15`, `$125.00`. */
export function priceTable(): { connections: string; price: string }[] {
  let from = 1;
  return PRICE_LIST.tiers.map(({ upTo, monthlyCents }) => {
    const connections = upTo === null ? `${from} and more` : `${from} to ${upTo}`;
    from = (upTo ?? 0) + 1;
    return { connections, price: formatCents(monthlyCents, PRICE_LIST.currency) };
  });
}
