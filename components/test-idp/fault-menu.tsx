'use client';

import { Badge, Callout, Text } from '@radix-ui/themes';
import { ChevronRight, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FAULT_GROUPS, FAULTS, type FaultId } from '#lib/test-idp/faults.ts';
import { KEPT_RESPONSE } from '#lib/test-idp-host/kept-response.ts';

const ALL = Object.entries(FAULTS) as [FaultId, (typeof FAULTS)[FaultId]][];

/**
 * What is to be wrong with the response. The radios are native and work without scripts; scripts add the summary and
 * find the last good response of this browser, which one fault sends again.
 */
export function FaultMenu({
  chosen,
  canEncrypt,
  acsUrl,
}: {
  chosen: FaultId | null;
  canEncrypt: boolean;
  acsUrl: string;
}) {
  const [fault, setFault] = useState<FaultId | null>(chosen);
  const [previous, setPrevious] = useState('');
  useEffect(() => {
    try {
      setPrevious(localStorage.getItem(KEPT_RESPONSE + new URL(acsUrl).href) ?? '');
    } catch {
      // Storage can be switched off; then there is nothing to send again.
    }
  }, [acsUrl]);
  const picked = fault === null ? null : FAULTS[fault];
  return (
    <fieldset>
      <legend className="mb-1 text-base font-semibold">What should go wrong?</legend>
      <Text as="p" size="2" color="gray" mb="3">
        Break the response on purpose and see in the dashboard how it is explained.
      </Text>
      <input type="hidden" name="previousResponse" value={fault === 'replay_last_response' ? previous : ''} />
      <div className="overflow-hidden rounded-lg border border-[var(--gray-a6)] bg-[var(--color-panel-solid)]">
        <Choice
          id=""
          title="Nothing"
          text="A good response that a correct app accepts."
          checked={fault === null}
          onChoose={() => setFault(null)}
        />
        {Object.entries(FAULT_GROUPS).map(([group, title]) => {
          const faults = ALL.filter(([, one]) => one.group === group);
          return (
            <details
              key={group}
              className="group border-t border-[var(--gray-a5)]"
              open={faults.some(([id]) => id === chosen)}
            >
              <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-3 py-2 text-sm font-medium hover:bg-[var(--gray-a2)] focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-[var(--accent-9)] [&::-webkit-details-marker]:hidden">
                <ChevronRight
                  size={16}
                  aria-hidden
                  className="shrink-0 transition-transform group-open:rotate-90"
                />
                <span className="grow">{title}</span>
                <span className="text-xs font-normal text-[var(--gray-11)]">{faults.length}</span>
              </summary>
              {faults.map(([id, one]) => (
                <Choice
                  key={id}
                  id={id}
                  title={one.title}
                  text={one.does}
                  error={one.expectedError ?? 'No error'}
                  unavailable={
                    one.needs === 'encryption_certificate' && !canEncrypt
                      ? 'The connection has no encryption certificate.'
                      : undefined
                  }
                  checked={fault === id}
                  onChoose={() => setFault(id)}
                />
              ))}
            </details>
          );
        })}
      </div>
      <div aria-live="polite">
        {picked && (
          <Callout.Root color="orange" mt="3" size="1">
            <Callout.Icon>
              <TriangleAlert size={16} aria-hidden />
            </Callout.Icon>
            <Callout.Text>
              <strong>{picked.title}.</strong> The session should show:{' '}
              <strong>{picked.expectedError ?? 'no error'}</strong>.
              {fault === 'replay_last_response' &&
                previous === '' &&
                ' This browser has not sent a good response yet: sign in once without a fault first.'}
            </Callout.Text>
          </Callout.Root>
        )}
      </div>
    </fieldset>
  );
}

function Choice(props: {
  id: string;
  title: string;
  text: string;
  error?: string;
  unavailable?: string | undefined;
  checked: boolean;
  onChoose: () => void;
}) {
  return (
    <label className="flex cursor-pointer items-start gap-3 px-3 py-2.5 hover:bg-[var(--gray-a2)] has-[:checked]:bg-[var(--accent-3)] has-[:disabled]:cursor-not-allowed has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-[var(--accent-9)]">
      <input
        type="radio"
        name="fault"
        value={props.id}
        checked={props.checked}
        onChange={props.onChoose}
        disabled={props.unavailable !== undefined}
        className="mt-0.5 size-4 shrink-0 accent-[var(--accent-9)]"
      />
      <span className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <span className="min-w-0">
          <Text as="span" size="2" weight="medium" className="block">
            {props.title}
          </Text>
          <Text as="span" size="2" className="block text-[var(--gray-11)]">
            {props.unavailable ?? props.text}
          </Text>
        </span>
        {props.error && <Badge color={props.error === 'No error' ? 'green' : 'gray'}>{props.error}</Badge>}
      </span>
    </label>
  );
}
