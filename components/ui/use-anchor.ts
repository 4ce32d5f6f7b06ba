'use client';

import { useEffect, useRef } from 'react';

/** Calls `open` when the address ends in `#anchor`, now or later, and takes that out again, so that the same link works a second time. */
export function useAnchor(anchor: string | undefined, open: () => void): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    if (anchor === undefined) return;
    const openIfNamed = () => {
      if (window.location.hash !== `#${anchor}`) return;
      window.history.replaceState(
        window.history.state,
        '',
        window.location.pathname + window.location.search,
      );
      latest.current();
    };
    openIfNamed();
    window.addEventListener('hashchange', openIfNamed);
    return () => window.removeEventListener('hashchange', openIfNamed);
  }, [anchor]);
}
