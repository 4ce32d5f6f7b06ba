/** `INV-0007`: what an invoice is called. */
export function invoiceName(number: number): string {
  return `INV-${String(number).padStart(4, '0')}`;
}

/** What is still to be paid, in cents. */
export function dueCents(invoice: { state: string; totalCents: number; creditedCents: number }): number {
  return invoice.state === 'open' ? invoice.totalCents - invoice.creditedCents : 0;
}
