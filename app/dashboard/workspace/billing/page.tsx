import { Table, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { BillingHeader } from '#components/billing/billing-header.tsx';
import { UnlockSteps } from '#components/billing/unlock-steps.tsx';
import { UsageTable } from '#components/billing/usage-table.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { getBillingDetails } from '#lib/billing/details.ts';
import { getPaymentMethod } from '#lib/billing/payment-method.ts';
import { getUsage, priceTable } from '#lib/billing/usage.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';

export const metadata: Metadata = { title: 'Billing' };

const monthName = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** What the month under way costs, and why. */
export default async function Usage() {
  const admin = await workspacePage('billing:read');
  const [{ details }, { method }, usage] = await Promise.all([
    getBillingDetails(admin),
    getPaymentMethod(admin),
    getUsage(admin),
  ]);
  const month = monthName.format(new Date(usage.month));
  const figures = [
    { label: 'Active connections', value: String(usage.activeConnections) },
    { label: 'So far this month', value: usage.soFar },
    { label: 'Expected for the month', value: usage.expected },
  ];
  return (
    <>
      <BillingHeader current="" />
      <UnlockSteps hasDetails={details !== null} hasMethod={method !== null} />
      <div className="flex flex-col gap-5">
        <SectionCard
          title={month}
          description="A day counts when a connection was active at any moment of it, in UTC. The expected amount holds if nothing is switched on or off."
        >
          <dl className="grid grid-cols-1 gap-4 sm:grid-cols-3">
            {figures.map(({ label, value }) => (
              <div key={label}>
                <dt className="text-sm text-(--gray-11)">{label}</dt>
                <dd className="mt-1 text-2xl font-semibold tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
          {usage.lines.length > 0 ? (
            <UsageTable lines={usage.lines} />
          ) : (
            <Text as="p" size="2" color="gray">
              No connection in Production has been active this month. One begins to count with the first
              sign-in through it.
            </Text>
          )}
        </SectionCard>
        <SectionCard
          title="Prices"
          description="SAML and OIDC connections that are active in Production. Everything in Staging is free, and so are sign-ins with Google, Microsoft, GitHub or Apple and Magic Link, in every environment."
        >
          <Table.Root size="1" className="max-w-md">
            <Table.Header>
              <Table.Row>
                <Table.ColumnHeaderCell>Connections</Table.ColumnHeaderCell>
                <Table.ColumnHeaderCell justify="end">Each per month</Table.ColumnHeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {priceTable().map(({ connections, price }) => (
                <Table.Row key={connections}>
                  <Table.RowHeaderCell className="tabular-nums">{connections}</Table.RowHeaderCell>
                  <Table.Cell justify="end" className="tabular-nums">
                    {price}
                  </Table.Cell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table.Root>
        </SectionCard>
      </div>
    </>
  );
}
