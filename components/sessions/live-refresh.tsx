'use client';

import { Button, Text } from '@radix-ui/themes';
import { Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';

const EVERY_MS = 5000;

/**
 * Reloads the list every five seconds while the page is looked at, and says how many sessions came. `newestIds`
 * are those on the page, newest first.
 */
export function LiveRefresh({ newestIds }: { newestIds: readonly string[] }) {
  const router = useRouter();
  const [live, setLive] = useState(true);
  const [news, setNews] = useState('');
  const [loading, startTransition] = useTransition();
  const newest = useRef(newestIds[0] ?? '');
  const busy = useRef(false);
  busy.current = loading;

  useEffect(() => {
    const before = newest.current;
    const fresh = newestIds.filter((id) => id > before).length;
    newest.current = newestIds[0] ?? before;
    if (fresh > 0 && before !== '') setNews(fresh === 1 ? '1 new session' : `${fresh} new sessions`);
  }, [newestIds]);

  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (!document.hidden && !busy.current) startTransition(() => router.refresh());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [live, router]);

  return (
    <div className="flex items-center gap-3">
      <Text size="1" color="gray" role="status" aria-live="polite">
        {news}
      </Text>
      <Button
        type="button"
        variant="soft"
        color={live ? 'green' : 'gray'}
        aria-pressed={live}
        onClick={() => {
          setNews('');
          setLive(!live);
        }}
      >
        {live ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        {live ? 'Live' : 'Paused'}
        <span className="sr-only">: the list reloads every five seconds</span>
      </Button>
    </div>
  );
}
