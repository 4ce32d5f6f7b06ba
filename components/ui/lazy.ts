'use client';

import { type ComponentType, useCallback, useState } from 'react';

/**
 * A part of a page that is fetched when it is first wanted, so that no first visit pays for it. `warm` fetches ahead,
 * say when a pointer comes near; `show` fetches and then gives `Part`, which is null until then. `load` stays the same.
 */
export function useLazy<Props>(load: () => Promise<ComponentType<Props>>) {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  const warm = useCallback(() => void load(), [load]);
  const show = useCallback(async () => {
    const part = await load();
    setPart(() => part);
  }, [load]);
  return { Part, warm, show };
}
