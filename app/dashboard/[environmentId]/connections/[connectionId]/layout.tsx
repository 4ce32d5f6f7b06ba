import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { titleOfThing } from '#lib/dashboard/page-title.ts';

type Props = { children: ReactNode; params: Promise<{ environmentId: string; connectionId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { environmentId, connectionId } = await params;
  return titleOfThing(
    environmentId,
    'connections:read',
    async (data) => (await data.connections.get(connectionId))?.name,
  );
}

/** Names the connection in the titles of its pages. */
export default function ConnectionLayout({ children }: Props) {
  return children;
}
