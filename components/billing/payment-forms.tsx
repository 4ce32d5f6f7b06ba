'use client';

import { Button, Flex, Text } from '@radix-ui/themes';
import { ActionForm, SubmitButton, TextInput } from '#components/ui/action-form.tsx';
import type { ConfirmationView } from '#lib/billing/payment-method.ts';
import type { FormState } from '#lib/dashboard/form-state.ts';

type Action = (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;

/** Pay by transfer, with an order number to read on each invoice. */
export function PayByInvoiceForm({
  action,
  purchaseOrder,
  current,
}: {
  action: Action;
  purchaseOrder: string;
  current: boolean;
}) {
  return (
    <ActionForm action={action} keepValues className="max-w-md">
      <TextInput
        name="purchaseOrder"
        label="Purchase order number (optional)"
        initial={purchaseOrder}
        help="Printed on each invoice, for your accounting."
        autoComplete="off"
      />
      <Flex>
        <SubmitButton variant={current ? 'soft' : 'solid'}>
          {current ? 'Save order number' : 'Pay by invoice'}
        </SubmitButton>
      </Flex>
    </ActionForm>
  );
}

/** A card. What is typed stays in the fields of this browser; it never comes back from the server. */
export function CardForm({ action, current }: { action: Action; current: boolean }) {
  return (
    <ActionForm action={action} className="max-w-md">
      <TextInput
        name="card_number"
        label="Card number"
        inputMode="numeric"
        autoComplete="cc-number"
        placeholder="4242 4242 4242 4242"
      />
      <div className="grid grid-cols-2 gap-4">
        <TextInput
          name="card_expiry"
          label="Expiry"
          inputMode="numeric"
          autoComplete="cc-exp"
          placeholder="MM / YY"
        />
        <TextInput
          name="card_cvc"
          label="Security code"
          inputMode="numeric"
          autoComplete="cc-csc"
          placeholder="CVC"
        />
      </div>
      <Flex>
        <SubmitButton>{current ? 'Replace the card' : 'Pay by card'}</SubmitButton>
      </Flex>
    </ActionForm>
  );
}

/** What the bank of a card asks its holder. */
export function ConfirmCardForm({ action, waiting }: { action: Action; waiting: ConfirmationView }) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="id" value={waiting.id} />
      <Text as="p" size="2" color="gray" className="max-w-prose">
        {`The bank of your ${waiting.brand} ending in ${waiting.last4} wants to know that it is you. It replaces the payment method once you have approved it, within 15 minutes.`}
      </Text>
      <Flex gap="3" wrap="wrap">
        <Button type="submit" name="answer" value="approve">
          Approve
        </Button>
        <Button type="submit" name="answer" value="refuse" variant="soft" color="gray">
          That was not me
        </Button>
      </Flex>
    </ActionForm>
  );
}
