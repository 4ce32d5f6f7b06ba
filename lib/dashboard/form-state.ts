/** What a form shows after its server action: shared by actions and client forms, imports nothing. */
export type FormState<Result = unknown> =
  | { status: 'idle' }
  | { status: 'saved'; message: string; result?: Result }
  | {
      status: 'refused';
      message: string;
      /** What the change would do to sign-ins; the person has to type `confirm` to have it all the same. */
      review?: Review;
      /** Where what stands in the way can be changed. */
      link?: { href: string; label: string };
      /** Field name → what is wrong with it. */
      fields: Readonly<Record<string, string>>;
      /** What was typed, so that nothing is lost. */
      values: Readonly<Record<string, string>>;
    };

/** Sign-ins of the past that a change of settings would have ended otherwise. */
export type Review = {
  summary: string;
  confirm: string;
  /** Names what is shown; it goes back with the words. */
  hash: string;
  /** People who would be somebody new can keep their profiles: offered beside the confirmation. */
  link: boolean;
  groups: readonly {
    title: string;
    count: number;
    logins: readonly { href: string; user: string; reason: string }[];
  }[];
};

/** Posted by a form with the values it was drawn from, as JSON by field name. */
export const LOADED_VALUES_FIELD = 'loaded_values';

export const IDLE: FormState<never> = { status: 'idle' };
