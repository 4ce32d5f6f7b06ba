import type { ReactNode } from 'react';

/**
 * Stands in for @radix-ui/react-tooltip (next.config.js), which the theme would load on every page with all it takes to
 * place things beside others. There are no tooltips here: what a button does is its name, and `title` shows it.
 */
export function Provider({ children }: { children: ReactNode }) {
  return children;
}
