import type { ReactNode } from 'react';

/** What may be wider or longer than its place: scrolls inside its own box, by keyboard too. */
export function ScrollBox({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={`-outline-offset-2 overflow-auto ${className}`}>
      {children}
    </section>
  );
}
