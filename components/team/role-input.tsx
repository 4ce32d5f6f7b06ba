'use client';

import { Flex, Radio, Text } from '@radix-ui/themes';
import { useId } from 'react';
import { useField } from '#components/ui/action-form.tsx';
import { ROLES, type RoleName } from '#lib/auth/permissions.ts';

/** One of the five roles, each with what it may do. Posts `role`. */
export function RoleInput({ initial }: { initial: RoleName }) {
  const id = useId();
  const { error, value } = useField('role', initial);
  return (
    <Flex direction="column" gap="2">
      <Text as="p" size="2" weight="medium" id={id}>
        Role
      </Text>
      <div role="radiogroup" aria-labelledby={id} className="flex flex-col gap-3">
        {Object.entries(ROLES).map(([role, { label, description }]) => (
          <Flex key={role} gap="2" align="start">
            <Radio
              name="role"
              value={role}
              defaultChecked={role === value}
              id={`${id}-${role}`}
              aria-describedby={`${id}-${role}-help`}
              className="mt-0.5"
            />
            <div className="min-w-0">
              <Text as="label" size="2" htmlFor={`${id}-${role}`}>
                {label}
              </Text>
              <Text as="p" size="1" color="gray" id={`${id}-${role}-help`}>
                {description}
              </Text>
            </div>
          </Flex>
        ))}
      </div>
      {error && (
        <Text as="p" size="1" color="red">
          {error}
        </Text>
      )}
    </Flex>
  );
}
