import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** The browser's own menu, drawn as the menus of the component library are. */
export function NativeSelect({ className = '', children, ...select }: ComponentProps<'select'>) {
  return (
    <span className={`relative block w-full min-w-0 ${className}`}>
      <select
        {...select}
        className="rt-reset rt-SelectTrigger rt-r-size-2 rt-variant-surface w-full appearance-none truncate pr-8! [&>option]:bg-(--color-panel-solid)"
      >
        {children}
      </select>
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-(--gray-12)"
      />
    </span>
  );
}
