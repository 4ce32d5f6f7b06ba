import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { titleOfThing } from '#lib/dashboard/page-title.ts';

type Props = { children: ReactNode; params: Promise<{ environmentId: string; organizationId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { environmentId, organizationId } = await params;
  return titleOfThing(
    environmentId,
    'organizations:read',
    async (data) => (await data.organizations.get(organizationId))?.name,
  );
}

/** Names the organization in the titles of its pages. */
export default function OrganizationLayout({ children }: Props) {
  return children;
}
