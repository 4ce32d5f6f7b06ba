import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { StripeCard } from '#components/billing/stripe-card.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { getBillingDetails } from '#lib/billing/details.ts';
import { beginCard } from '#lib/billing/payment-method.ts';
import { currentStripe } from '#lib/billing/providers/current.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { takeCard } from '../../actions.ts';

export const metadata: Metadata = { title: 'Add a card' };

const BACK = '/dashboard/workspace/billing/payment-method';

/** Stripe's card form; not there where billing is built in. */
export default async function StripeCardPage() {
  const admin = await workspacePage('billing:write');
  const provider = currentStripe();
  if (!provider) notFound();
  if (!(await getBillingDetails(admin)).details) redirect('/dashboard/workspace/billing/details');
  const setup = await beginCard({ ...admin, provider });
  if (setup.kind !== 'provider_form') notFound();
  return (
    <>
      <Breadcrumb
        steps={[
          { href: '/dashboard/workspace/billing', label: 'Billing' },
          { href: BACK, label: 'Payment method' },
        ]}
      />
      <PageHeader
        title="Add a card"
        description="What you type goes to Stripe alone. Invoices are charged to the card on the day of their issue."
      />
      <SectionCard title="Card">
        <StripeCard
          publishableKey={setup.publishableKey}
          clientSecret={setup.clientSecret}
          save={takeCard}
          back={BACK}
        />
      </SectionCard>
    </>
  );
}
