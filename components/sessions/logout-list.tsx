import { Badge, Text } from '@radix-ui/themes';
import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import type { LogoutView } from '#lib/sso/logout-list.ts';

/** Attempts to sign somebody out, the newest first; with `sessions`, each leads to the login it ended. */
export function LogoutList({ logouts, sessions }: { logouts: readonly LogoutView[]; sessions?: string }) {
  return (
    <ul className="m-0 flex list-none flex-col gap-3 p-0">
      {logouts.map((logout) => (
        <li key={logout.id} className="border-b border-(--gray-a4) pb-3 last:border-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge color={logout.state.tone}>{logout.state.label}</Badge>
            <Text size="2">
              Begun by: {logout.begunBy}, <Time value={logout.createdAt} seconds />
            </Text>
            {sessions !== undefined && logout.sessionId !== null && (
              <Link
                href={`${sessions}/${logout.sessionId}`}
                className="text-[14px] text-(--accent-11) underline underline-offset-2"
              >
                Session …{logout.sessionId.slice(-8)}
              </Link>
            )}
          </div>
          <Text as="p" size="2" color="gray" mt="1" className="[overflow-wrap:anywhere]">
            {logout.problem ?? logout.state.meaning}
          </Text>
        </li>
      ))}
    </ul>
  );
}
