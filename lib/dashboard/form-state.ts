/** What a form shows after its server action: shared by actions and client forms, imports nothing. */
export type FormState<Result = unknown> =
  | { status: 'idle' }
  | { status: 'saved'; message: string; result?: Result }
  | {
      status: 'refused';
      message: string;
      /** Where what stands in the way can be changed. */
      link?: { href: string; label: string };
      /** Field name → what is wrong with it. */
      fields: Readonly<Record<string, string>>;
      /** What was typed, so that nothing is lost. */
      values: Readonly<Record<string, string>>;
    };

export const IDLE: FormState<never> = { status: 'idle' };
