import { redirect } from 'next/navigation';
import { requireMember } from '#lib/dashboard/admin-page.ts';

/** Opens the first environment of the member's workspace: staging, where one begins. */
export default async function Dashboard() {
  const member = await requireMember();
  const first = member.environments.find((one) => one.kind === 'staging') ?? member.environments[0];
  redirect(first ? `/dashboard/${first.id}` : '/sign-in');
}
