'use client';

import { Flex, Switch, Text } from '@radix-ui/themes';
import { type ReactNode, useId } from 'react';

/** An on/off setting of an ActionForm: what it does, and beside it what it risks. Posts `on` or nothing. */
export function SwitchInput({
  name,
  label,
  help,
  risk,
  initial,
}: {
  name: string;
  label: string;
  help: ReactNode;
  risk?: ReactNode;
  initial: boolean;
}) {
  const id = useId();
  return (
    <Flex gap="3" align="start">
      <Switch
        id={id}
        name={name}
        size="2"
        mt="1"
        defaultChecked={initial}
        aria-describedby={risk ? `${id}-help ${id}-risk` : `${id}-help`}
      />
      <div className="min-w-0">
        <Text as="label" size="2" weight="medium" htmlFor={id}>
          {label}
        </Text>
        <Text as="p" size="2" color="gray" id={`${id}-help`} className="max-w-prose">
          {help}
        </Text>
        {risk && (
          <Text as="p" size="2" color="amber" id={`${id}-risk`} mt="1" className="max-w-prose">
            <Text weight="medium">Risk: </Text>
            {risk}
          </Text>
        )}
      </div>
    </Flex>
  );
}
