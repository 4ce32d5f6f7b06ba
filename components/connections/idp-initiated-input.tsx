'use client';

import { Flex, Radio, Text } from '@radix-ui/themes';
import { useId, useState } from 'react';
import { useField } from '#components/ui/action-form.tsx';
import {
  IDP_INITIATED_MODES,
  type IdpInitiatedMode,
  isIdpInitiatedMode,
  modeEffect,
} from '#lib/saml/idp-initiated.ts';

/** What becomes of sign-ins that begin at the identity provider, and whom another choice would have affected. */
export function IdpInitiatedInput({
  initial,
  used,
}: {
  initial: IdpInitiatedMode;
  used: { people: number; signIns: number; strangers: number };
}) {
  const id = useId();
  const { error, value } = useField('idp_initiated_mode', initial);
  const [mode, setMode] = useState(isIdpInitiatedMode(value) ? value : initial);
  return (
    <Flex direction="column" gap="3">
      <div>
        <Text as="p" size="2" weight="medium" id={id}>
          IdP-initiated sign-in
        </Text>
        <Text as="p" size="2" color="gray" className="max-w-prose">
          What becomes of sign-ins that people begin at the identity provider, by clicking your app’s tile
          there.
        </Text>
      </div>
      <div
        role="radiogroup"
        aria-labelledby={id}
        aria-describedby={`${id}-effect`}
        className="flex flex-col gap-3"
      >
        {Object.entries(IDP_INITIATED_MODES).map(([name, { label, meaning, risk }]) => (
          <Flex key={name} gap="2" align="start">
            <Radio
              name="idp_initiated_mode"
              value={name}
              checked={mode === name}
              onValueChange={(next) => isIdpInitiatedMode(next) && setMode(next)}
              id={`${id}-${name}`}
              aria-describedby={`${id}-${name}-help`}
              className="mt-0.5"
            />
            <div className="min-w-0">
              <Text as="label" size="2" htmlFor={`${id}-${name}`}>
                {label}
              </Text>
              <div id={`${id}-${name}-help`} className="max-w-prose">
                <Text as="p" size="2" color="gray">
                  {meaning}
                </Text>
                {risk && (
                  <Text as="p" size="2" color="amber">
                    <Text weight="medium">Risk: </Text>
                    {risk}
                  </Text>
                )}
              </div>
            </div>
          </Flex>
        ))}
      </div>
      <div id={`${id}-effect`} aria-live="polite">
        {error && (
          <Text as="p" size="1" color="red">
            {error}
          </Text>
        )}
        <Text as="p" size="2" weight={mode === initial ? 'regular' : 'medium'} className="max-w-prose">
          {mode === initial ? useOf(used) : modeEffect(mode, used)}
          {strangersOf(used)}
        </Text>
      </div>
    </Flex>
  );
}

function useOf({ people, signIns }: { people: number; signIns: number }): string {
  if (people === 0) return 'Nobody began at the identity provider in the last 7 days.';
  const who = people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`;
  return `${who} began at the identity provider in the last 7 days, in ${signIns === 1 ? '1 sign-in' : `${signIns.toLocaleString('en-US')} sign-ins`}.`;
}

/** Anybody can send a response that is not looked at, so these are told apart from people who are known. */
function strangersOf({ strangers }: { strangers: number }): string {
  if (strangers === 0) return '';
  const many =
    strangers === 1 ? '1 more sign-in names' : `${strangers.toLocaleString('en-US')} more sign-ins name`;
  return ` ${many} nobody who has signed in through this connection before; who sent them was not checked.`;
}
