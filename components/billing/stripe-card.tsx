'use client';

import { Button, Callout, Flex, Text } from '@radix-ui/themes';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { Stripe } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { CircleAlert } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type FormEvent, useEffect, useState } from 'react';
import { type FormState, IDLE } from '#lib/dashboard/form-state.ts';

const UNREACHABLE =
  'The card form of Stripe could not be loaded. Check that this browser may reach js.stripe.com, then reload the page.';

type Props = {
  publishableKey: string;
  /** Of one SetupIntent of this workspace's customer. */
  clientSecret: string;
  save: (previous: FormState<never>, form: FormData) => Promise<FormState<never>>;
  back: string;
};

/** Takes a card in Stripe's own form; nothing that is typed there passes through this page. */
export function StripeCard({ publishableKey, clientSecret, save, back }: Props) {
  const { resolvedTheme } = useTheme();
  const [stripe, setStripe] = useState<Stripe | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    loadStripe(publishableKey).then(
      (loaded) => (loaded ? setStripe(loaded) : setProblem(UNREACHABLE)),
      () => setProblem(UNREACHABLE),
    );
  }, [publishableKey]);
  if (problem) return <Problem message={problem} />;
  if (!stripe) {
    return (
      <Text as="p" size="2" color="gray" role="status">
        Loading the card form of Stripe …
      </Text>
    );
  }
  const appearance = { theme: resolvedTheme === 'dark' ? 'night' : 'stripe' } as const;
  return (
    <Elements stripe={stripe} options={{ clientSecret, appearance }}>
      <CardForm save={save} back={back} />
    </Elements>
  );
}

function CardForm({ save, back }: Pick<Props, 'save' | 'back'>) {
  const stripe = useStripe();
  const elements = useElements();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!stripe || !elements) return;
    setPending(true);
    setProblem(
      await confirm(stripe, elements, save, back).catch(() => 'The card could not be saved. Try again.'),
    );
    setPending(false);
  }

  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      {problem && <Problem message={problem} />}
      <PaymentElement />
      <Flex gap="3" wrap="wrap">
        <Button type="submit" loading={pending} disabled={!stripe}>
          Save card
        </Button>
        <Button asChild variant="soft" color="gray">
          <a href={back}>Cancel</a>
        </Button>
      </Flex>
    </form>
  );
}

/** Returns what went wrong, in words for the cardholder, or null when the page is about to be left. */
async function confirm(
  stripe: Stripe,
  elements: NonNullable<ReturnType<typeof useElements>>,
  save: Props['save'],
  back: string,
): Promise<string | null> {
  const { error, setupIntent } = await stripe.confirmSetup({
    elements,
    redirect: 'if_required',
    confirmParams: { return_url: new URL(back, window.location.origin).href },
  });
  if (error) return error.message ?? 'The card was refused. Check it, or use another one.';
  const form = new FormData();
  form.set('setup', setupIntent.id);
  const state = await save(IDLE, form);
  if (state.status === 'refused') return state.message;
  // A new document, so that Stripe is let in no longer.
  window.location.assign(back);
  return null;
}

function Problem({ message }: { message: string }) {
  return (
    <Callout.Root color="red" role="alert">
      <Callout.Icon>
        <CircleAlert size={16} aria-hidden />
      </Callout.Icon>
      <Callout.Text>{message}</Callout.Text>
    </Callout.Root>
  );
}
