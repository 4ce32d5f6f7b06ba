'use client';

import { type ReactNode, useId } from 'react';

/**
 * A few ways to look at one thing, of which one is open: the browser's own radio buttons, drawn as one piece that wraps
 * where it does not fit.
 */
export function Segments<Value extends string>({
  name,
  options,
  value,
  onChoose,
  size = '1',
  ...group
}: {
  /** Posted with the form around, if there is one. */
  name?: string;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  /** One of the options', or the empty string for none yet. */
  value: Value | '';
  onChoose: (value: Value) => void;
  size?: '1' | '2';
} & ({ 'aria-label': string } | { 'aria-labelledby': string })) {
  const own = useId();
  return (
    <div
      role="radiogroup"
      {...group}
      className="flex w-fit max-w-full flex-wrap gap-0.5 rounded-(--radius-2) bg-(--gray-a3) p-0.5"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={`relative flex grow cursor-pointer items-center justify-center gap-2 rounded-(--radius-1) px-3 ${size === '2' ? 'min-h-8 text-(length:--font-size-2)' : 'min-h-6 text-(length:--font-size-1)'} text-(--gray-12) hover:bg-(--gray-a2) has-checked:bg-(--segmented-control-indicator-background-color) has-checked:shadow-[0_0_0_1px_var(--gray-a5)] has-focus-visible:outline-2 has-focus-visible:outline-(--focus-8)`}
        >
          <input
            type="radio"
            name={name ?? own}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
            className="absolute inset-0 m-0 size-full cursor-pointer opacity-0"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </div>
  );
}
