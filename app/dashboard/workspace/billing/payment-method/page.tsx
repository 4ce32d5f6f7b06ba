import { Badge, Button, Flex, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { BillingHeader } from '#components/billing/billing-header.tsx';
import { CardForm, ConfirmCardForm, PayByInvoiceForm } from '#components/billing/payment-forms.tsx';
import { UnlockSteps } from '#components/billing/unlock-steps.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { getBillingDetails } from '#lib/billing/details.ts';
import { getPaymentMethod } from '#lib/billing/payment-method.ts';
import { billingProvider } from '#lib/billing/providers/current.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { addCard, confirmCard, payByInvoice } from '../actions.ts';

export const metadata: Metadata = { title: 'Payment method' };

/** How the workspace pays. */
export default async function PaymentMethod() {
  const admin = await workspacePage('billing:read');
  const [{ details }, { method, confirmation }] = await Promise.all([
    getBillingDetails(admin),
    getPaymentMethod(admin),
  ]);
  const stripe = billingProvider().name === 'stripe';
  return (
    <>
      <BillingHeader current="/payment-method" />
      <UnlockSteps hasDetails={details !== null} hasMethod={method !== null} here="payment-method" />
      <div className="flex flex-col gap-5">
        <SectionCard title="In use">
          {method === null && (
            <Text as="p" size="2" color="gray">
              None yet. Choose one below.
            </Text>
          )}
          {method?.kind === 'invoice' && (
            <Text as="p" size="2">
              Invoice, paid by transfer within 30 days
              {method.purchaseOrder && ` · purchase order ${method.purchaseOrder}`}
            </Text>
          )}
          {method?.kind === 'card' && (
            <Text as="p" size="2" className="flex flex-wrap items-center gap-2">
              {`${method.brand} ending in ${method.last4}, expires ${method.expiry}`}
              {method.expired && <Badge color="red">Expired</Badge>}
            </Text>
          )}
        </SectionCard>
        {confirmation && (
          <SectionCard title="Approve your card">
            <ConfirmCardForm action={confirmCard} waiting={confirmation} />
          </SectionCard>
        )}
        <SectionCard
          title="Invoice"
          description="By transfer, within 30 days of an invoice. Invoices come after the end of each month."
        >
          <PayByInvoiceForm
            action={payByInvoice}
            current={method?.kind === 'invoice'}
            purchaseOrder={method?.kind === 'invoice' ? (method.purchaseOrder ?? '') : ''}
          />
        </SectionCard>
        {stripe ? (
          <SectionCard
            title="Card"
            description="Stripe takes the card and charges it when an invoice is issued. Of the card only its brand, last four digits and expiry are kept here."
          >
            <Flex gap="3" wrap="wrap">
              {details ? (
                <Button asChild variant={method?.kind === 'card' ? 'soft' : 'solid'}>
                  {/* A document of its own: only there may Stripe's form be drawn. */}
                  <a href="/dashboard/workspace/billing/payment-method/card">
                    {method?.kind === 'card' ? 'Replace the card' : 'Add a card'}
                  </a>
                </Button>
              ) : (
                <Text as="p" size="2" color="gray">
                  Save the billing details first, then add a card.
                </Text>
              )}
              {details && (
                <Button asChild variant="soft" color="gray">
                  <a href="/dashboard/workspace/billing/portal">Cards and receipts at Stripe</a>
                </Button>
              )}
            </Flex>
          </SectionCard>
        ) : (
          <SectionCard
            title="Card"
            description="This installation has no payment processor: only public test cards are accepted, and no money moves. Of a card only its brand, last four digits and expiry are kept."
          >
            <CardForm action={addCard} current={method?.kind === 'card'} />
          </SectionCard>
        )}
      </div>
    </>
  );
}
