'use client';

import { Button, Flex, Separator, Text } from '@radix-ui/themes';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { KeyRound, LogIn } from 'lucide-react';
import { useState } from 'react';
import { askForPasskey } from '#components/security/passkey-call.ts';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';
import { SIGN_IN_WORDS } from '#lib/dashboard/sign-in-words.ts';
import { PasswordInput } from './password-input.tsx';
import { attempt, goTo, leaveForSso } from './sign-in-calls.ts';

const WRONG_PASSKEY = 'This passkey is not known here, or was not accepted.';

type Way = { kind: 'sso'; provider: string } | { kind: 'password'; sso: string | null };

/**
 * The address first: its domain decides whether a password is asked for or the company's SSO. Goes on to `callback`, a
 * path of the dashboard. `problem` is what went wrong on the way back from SSO. A browser without scripts is asked for
 * both at once and posts them to `signInPlainly`.
 */
export function SignInForm({
  callback,
  email,
  problem,
  chooseWay,
  beginPasskey,
  signInPlainly,
}: {
  callback: string;
  email: string;
  problem: string | null;
  chooseWay: (email: string) => Promise<Way>;
  beginPasskey: () => Promise<PublicKeyCredentialRequestOptionsJSON | null>;
  signInPlainly: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
}) {
  const [way, setWay] = useState<Extract<Way, { kind: 'password' }> | null>(null);
  const [notice, setNotice] = useState(problem);
  const [busy, setBusy] = useState<'passkey' | 'sso' | null>(null);

  async function next(_previous: FormState<never>, form: FormData): Promise<FormState<never>> {
    setNotice(null);
    const typed = String(form.get('email') ?? '').trim();
    const refused = (message: string, fields: Record<string, string> = {}): FormState<never> => ({
      status: 'refused',
      message,
      fields,
      values: { email: typed },
    });
    if (typed === '') {
      return refused('Please fill in the marked fields.', { email: 'Enter your email address.' });
    }
    if (!way) {
      const found = await chooseWay(typed).catch(() => null);
      if (!found) return refused('Signing in did not work. Check your connection and try again.');
      if (found.kind === 'sso') return refused(await leaveForSso(found.provider, callback));
      setWay(found);
      return IDLE;
    }
    const password = String(form.get('password') ?? '');
    if (password === '') {
      return refused('Please fill in the marked fields.', { password: 'Enter your password.' });
    }
    const wrong = await attempt('credentials', { email: typed, password }, SIGN_IN_WORDS.wrong);
    return wrong === null ? goTo(callback) : refused(wrong);
  }

  async function withPasskey() {
    setBusy('passkey');
    setNotice(null);
    const options = await beginPasskey().catch(() => null);
    const response = options && (await askForPasskey(options));
    if (response) {
      const wrong = await attempt('passkey', { response }, WRONG_PASSKEY);
      if (wrong === null) await goTo(callback);
      setNotice(wrong);
    } else {
      setNotice('No passkey was used. Try again, or sign in with your email address.');
    }
    setBusy(null);
  }

  async function throughSso(provider: string) {
    setBusy('sso');
    setNotice(await leaveForSso(provider, callback));
    setBusy(null);
  }

  return (
    <Flex direction="column" gap="4">
      {/* What the server draws is what works before scripts do. */}
      <ActionForm action={typeof window === 'undefined' ? signInPlainly : next}>
        <input type="hidden" name="callbackUrl" value={callback} />
        {notice && (
          <Text as="p" size="2" color="red" role="alert">
            {notice}
          </Text>
        )}
        <TextInput
          name="email"
          label="Email"
          size="3"
          type="email"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={320}
          initial={email}
          // Another address may have another way in.
          onChange={() => setWay(null)}
        />
        {way && <PasswordInput label="Password" autoComplete="current-password" autoFocus />}
        <noscript>
          <TextInput
            name="password"
            label="Password"
            size="3"
            type="password"
            autoComplete="current-password"
            required
            maxLength={256}
            help="JavaScript is off in this browser: passkeys and SSO need it, a password does not."
          />
        </noscript>
        <SubmitButton size="3">{way ? 'Sign in' : 'Continue'}</SubmitButton>
      </ActionForm>
      <Flex align="center" gap="3" aria-hidden>
        <Separator size="4" />
        <Text size="1" color="gray">
          or
        </Text>
        <Separator size="4" />
      </Flex>
      <Flex direction="column" gap="2">
        {way?.sso && (
          <Button
            type="button"
            size="3"
            variant="soft"
            color="gray"
            loading={busy === 'sso'}
            onClick={() => void throughSso(way.sso ?? '')}
          >
            <LogIn size={16} aria-hidden /> Continue with SSO
          </Button>
        )}
        <Button
          type="button"
          size="3"
          variant="soft"
          color="gray"
          loading={busy === 'passkey'}
          onClick={() => void withPasskey()}
        >
          <KeyRound size={16} aria-hidden /> Use a passkey
        </Button>
      </Flex>
    </Flex>
  );
}
