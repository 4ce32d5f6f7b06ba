'use client';

import { IconButton, Text, TextField } from '@radix-ui/themes';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Field } from '#components/ui/action-form.tsx';

/**
 * A password field that can be looked at. Keeps what was typed after a refusal, which forms otherwise clear;
 * `hint` comments on it while it is typed.
 */
export function PasswordInput({
  name = 'password',
  label,
  autoComplete,
  hint,
  autoFocus = false,
  size = '3',
}: {
  name?: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
  hint?: (password: string) => { good: boolean; text: string };
  /** For a field that appears as the answer to what the person just did. */
  autoFocus?: boolean;
  size?: '2' | '3';
}) {
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const comment = hint?.(password);
  return (
    <Field
      name={name}
      label={label}
      help={
        comment && (
          <Text color={comment.good ? 'green' : 'gray'} role="status">
            {comment.text}
          </Text>
        )
      }
    >
      {({ defaultValue: _unused, ...control }) => (
        <TextField.Root
          {...control}
          size={size}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={256}
          autoFocus={autoFocus}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        >
          <TextField.Slot side="right">
            <IconButton
              type="button"
              variant="ghost"
              color="gray"
              size="2"
              aria-label={shown ? 'Hide password' : 'Show password'}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
            </IconButton>
          </TextField.Slot>
        </TextField.Root>
      )}
    </Field>
  );
}
