import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { WorkspaceContext } from '#lib/data/context.ts';
import type { EnvironmentRow } from '#lib/data/environments.ts';
import type { EnvironmentRepositories } from '#lib/data/for-environment.ts';
import type { WorkspaceRepositories } from '#lib/data/for-workspace.ts';
import { AppError, entityNotFound } from '#lib/errors.ts';
import { COPIED_PARTS, type CopyStep } from './copied-parts.ts';
import type { copyConfigurationInput } from './environments.schema.ts';

/** What would happen to one setting of the target. */
export type CopyLine = Omit<CopyStep, 'run'>;

/** The difference between two environments, as the preview shows it. */
export type CopyPreview = {
  from: { id: string; name: string };
  to: { id: string; name: string; kind: 'staging' | 'production' };
  parts: { key: string; label: string; lines: CopyLine[] }[];
  /** How many lines change the target. */
  changes: number;
  /** Stands for exactly this difference: another one is not carried out in its name. */
  digest: string;
};

/** What copying from one environment to another would do; null when either is not the workspace's, or both are one. */
export async function previewCopy(
  { data, now }: Pick<WorkspaceContext, 'data' | 'now'>,
  input: { from: string; to: string },
): Promise<CopyPreview | null> {
  const planned = await plan(data, input, now);
  return planned?.preview ?? null;
}

/**
 * Adds what the target lacks; nothing there is changed or deleted. Throws entity_not_found, or `conflict` when
 * the difference is no longer the one that was shown.
 */
export async function copyConfiguration(
  ctx: WorkspaceContext,
  input: z.output<typeof copyConfigurationInput>,
): Promise<CopyPreview> {
  return ctx.data.transaction(async (data) => {
    await data.workspace.lock();
    const target = await data.environments.open(input.to);
    await target?.environment.lock();
    const planned = await plan(data, input, ctx.now);
    if (!target || !planned) {
      const missing = (await data.environments.get(input.from)) ? input.to : input.from;
      throw entityNotFound('Environment', missing);
    }
    const { preview, steps } = planned;
    if (preview.digest !== input.digest) {
      throw new AppError(
        'conflict',
        'One of the environments was changed since this list was made. Look at the new list below, then copy.',
      );
    }
    for (const step of steps) await step.run?.(target);
    if (preview.changes === 0) return preview;
    for (const { key, settle } of COPIED_PARTS) {
      const lines = preview.parts.find((part) => part.key === key)?.lines ?? [];
      if (lines.some((line) => line.outcome === 'add')) await settle?.(target, ctx);
    }
    await target.auditLog.record(ctx, {
      action: 'environment.configuration_copied',
      target: { type: 'environment', id: preview.to.id, name: preview.to.name },
      after: {
        from: preview.from.name,
        ...Object.fromEntries(
          preview.parts.map((part) => [
            part.key,
            part.lines.filter((line) => line.outcome === 'add').map((line) => line.text),
          ]),
        ),
      },
    });
    return preview;
  });
}

async function plan(
  data: Pick<WorkspaceRepositories, 'environments'>,
  input: { from: string; to: string },
  now: Date,
): Promise<{ preview: CopyPreview; steps: CopyStep[] } | null> {
  if (input.from === input.to) return null;
  const from = await opened(data, input.from);
  const to = from && (await opened(data, input.to));
  if (!from || !to) return null;
  const parts: { key: string; label: string; steps: CopyStep[] }[] = [];
  for (const { key, label, plan: planPart } of COPIED_PARTS) {
    parts.push({
      key,
      label,
      steps: await planPart({ from: from.inside, to: to.inside, target: to.row, now }),
    });
  }
  const steps = parts.flatMap((part) => part.steps);
  const lines = parts.map(({ key, label, steps: of }) => ({
    key,
    label,
    lines: of.map(({ run: _, ...line }) => line),
  }));
  return {
    steps,
    preview: {
      from: { id: from.row.id, name: from.row.name },
      to: { id: to.row.id, name: to.row.name, kind: to.row.kind },
      parts: lines,
      changes: steps.filter((step) => step.outcome === 'add').length,
      digest: createHash('sha256')
        .update(JSON.stringify([input.from, input.to, lines]))
        .digest('hex'),
    },
  };
}

async function opened(
  data: Pick<WorkspaceRepositories, 'environments'>,
  id: string,
): Promise<{ row: EnvironmentRow; inside: EnvironmentRepositories } | null> {
  const row = await data.environments.get(id);
  const inside = row && (await data.environments.open(id));
  return row && inside && { row, inside };
}
