import type { ComponentProps } from 'react';

/** A file to choose: the browser's own control, whose button looks like ours. */
export function FileInput(input: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <input
      {...input}
      type="file"
      className="w-full min-w-0 text-(--gray-11) text-sm file:mr-3 file:cursor-pointer file:rounded-(--radius-2) file:border-0 file:bg-(--gray-a3) file:px-3 file:py-1.5 file:font-medium file:text-(--gray-12) file:text-sm"
    />
  );
}
