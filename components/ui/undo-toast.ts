import { startTransition } from 'react';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { toast } from './toast.ts';

const LONG_ENOUGH_MS = 10_000;

/**
 * Says what was done and offers to take it back: `undo` is a server action that makes the opposite with `fields`.
 * Stays longer than other messages, because it has to be read and decided.
 */
export function undoToast<Result>(
  message: string,
  undo: (previous: FormState<Result>, form: FormData) => Promise<FormState<Result>>,
  fields: Readonly<Record<string, string>>,
): void {
  toast.success(message, {
    duration: LONG_ENOUGH_MS,
    action: {
      label: 'Undo',
      onClick: () => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.set(name, value);
        startTransition(async () => {
          const state = await undo(IDLE, form);
          if (state.status === 'saved') toast.success('Taken back');
          else if (state.status === 'refused') toast.error(state.message);
        });
      },
    },
  });
}
