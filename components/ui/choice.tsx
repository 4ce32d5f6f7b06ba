'use client';

import { ChevronDown } from 'lucide-react';
import { LazyMenu } from './lazy-menu.tsx';

export type ChoiceOption = {
  value: string;
  label: string;
  /** Neighbors with the same `group` stand below its heading. */
  group?: string;
};

const load = () => import('./choice-menu.tsx').then((module) => module.ChoiceMenu);

/** One of a few choices: a button that says which, and a menu that is fetched when it is first opened. Posts `name`. */
export function Choice({
  name,
  value,
  onChoose,
  options,
  first,
  className = '',
  ...button
}: {
  /** Absent where the form around has a field of its own for it. */
  name?: string;
  /** Not the empty string. */
  value: string;
  onChoose: (value: string) => void;
  options: readonly ChoiceOption[];
  /** Stands above the others, with a line between. */
  first?: ChoiceOption;
  className?: string;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}) {
  const chosen = options.find((option) => option.value === value) ?? first;
  return (
    <>
      {name !== undefined && <input type="hidden" name={name} value={value} />}
      <LazyMenu
        popup="listbox"
        load={load}
        props={{
          button: { ...button, className },
          text: chosen?.label,
          value,
          onChoose,
          options,
          ...(first ? { first } : {}),
        }}
        button={
          <button
            {...button}
            type="button"
            role="combobox"
            aria-expanded={false}
            className={`rt-reset rt-SelectTrigger rt-r-size-2 rt-variant-surface ${className}`}
          >
            <span className="rt-SelectTriggerInner">{chosen?.label}</span>
            <ChevronDown size={14} aria-hidden className="rt-SelectIcon" />
          </button>
        }
      />
    </>
  );
}
