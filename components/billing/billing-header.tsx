import { PageHeader } from '#components/layout/page-header.tsx';
import { LinkTabs } from '#components/ui/link-tabs.tsx';

const HOME = '/dashboard/workspace/billing';

const TABS = [
  { href: HOME, label: 'Usage' },
  { href: `${HOME}/details`, label: 'Billing details' },
  { href: `${HOME}/payment-method`, label: 'Payment method' },
  { href: `${HOME}/invoices`, label: 'Invoices' },
] as const;

/** Title and tabs of the billing pages. */
export function BillingHeader({ current }: { current: '' | '/details' | '/payment-method' | '/invoices' }) {
  return (
    <>
      <PageHeader
        title="Billing"
        docs="billing"
        description="What your production connections cost, who pays for them, and how."
      />
      <LinkTabs label="Billing" tabs={TABS} current={`${HOME}${current}`} />
    </>
  );
}
