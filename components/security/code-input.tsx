'use client';

import { TextInput } from '#components/ui/action-form.tsx';

/** The six digits of an authenticator app. */
export function CodeInput({ autoFocus = false, help }: { autoFocus?: boolean; help?: string }) {
  return (
    <TextInput
      name="code"
      label="Code from your authenticator app"
      size="3"
      className="font-mono tabular-nums tracking-widest"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      autoFocus={autoFocus}
      required
      maxLength={8}
      placeholder="123456"
      {...(help === undefined ? {} : { help })}
    />
  );
}
