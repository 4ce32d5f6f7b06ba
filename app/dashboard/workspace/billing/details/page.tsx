import type { Metadata } from 'next';
import { BillingHeader } from '#components/billing/billing-header.tsx';
import { DetailsForm } from '#components/billing/details-form.tsx';
import { AddTaxId, TaxIdList } from '#components/billing/tax-ids.tsx';
import { UnlockSteps } from '#components/billing/unlock-steps.tsx';
import { SectionCard } from '#components/ui/section-card.tsx';
import { COUNTRIES, countryName } from '#lib/billing/countries.ts';
import { getBillingDetails } from '#lib/billing/details.ts';
import { getPaymentMethod } from '#lib/billing/payment-method.ts';
import { TAX_ID_COUNTRIES, taxIdKind } from '#lib/billing/tax-id.ts';
import { workspacePage } from '#lib/dashboard/workspace-page.ts';
import { addTaxId, removeTaxId, saveDetails } from '../actions.ts';

export const metadata: Metadata = { title: 'Billing details' };

const taxCountries = TAX_ID_COUNTRIES.flatMap((value) => {
  const kind = taxIdKind(value);
  return kind ? [{ value, label: countryName(value), kind: kind.label, example: kind.example }] : [];
}).sort((a, b) => a.label.localeCompare(b.label, 'en'));

/** Who pays, and under which numbers tax authorities know them. */
export default async function BillingDetails() {
  const admin = await workspacePage('billing:read');
  const [{ details, taxIds }, { method }] = await Promise.all([
    getBillingDetails(admin),
    getPaymentMethod(admin),
  ]);
  const empty = { companyName: '', billingEmail: admin.member.email, country: 'US', parts: {} };
  return (
    <>
      <BillingHeader current="/details" />
      <UnlockSteps hasDetails={details !== null} hasMethod={method !== null} here="details" />
      <div className="flex flex-col gap-5">
        <SectionCard
          title="Who pays"
          description="Your invoices are addressed to this company. Those you have already keep the address they were sent to."
        >
          <DetailsForm action={saveDetails} initial={details ?? empty} countries={COUNTRIES} />
        </SectionCard>
        <SectionCard
          title="Tax IDs"
          description="Printed on your invoices."
          actions={<AddTaxId countries={taxCountries} initial={details?.country ?? 'US'} action={addTaxId} />}
        >
          <TaxIdList taxIds={taxIds} remove={removeTaxId} />
        </SectionCard>
      </div>
    </>
  );
}
