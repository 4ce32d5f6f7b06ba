import { readFile } from 'node:fs/promises';
import path from 'node:path';
import PdfDocument from 'pdfkit';
import type { InvoiceView } from './invoices.ts';

const FONTS = path.join(
  /* turbopackIgnore: true */ process.cwd(),
  'node_modules/geist/dist/fonts/geist-sans',
);
const MARGIN = 50;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 70;
const GRAY = '#60646c';
const RULE = '#d9d9e0';

const day = (iso: string) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso));

/** Columns of the lines: text from `left`, figures to `right`. */
const COLUMN = { text: MARGIN, days: MARGIN + 330, price: MARGIN + 415, amount: MARGIN + WIDTH };

/**
 * An invoice as PDF (A4). The same invoice gives the same bytes: nothing in it comes from the clock. Letters that the
 * font lacks are drawn as boxes.
 */
export async function invoicePdf(invoice: InvoiceView): Promise<Buffer> {
  const [regular, semiBold] = await Promise.all(
    ['Geist-Regular.ttf', 'Geist-SemiBold.ttf'].map((file) => readFile(path.join(FONTS, file))),
  );
  if (!regular || !semiBold) throw new Error('the fonts of invoices are missing');
  const issued = new Date(invoice.issuedAt);
  const doc = new PdfDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    // Without it, the first page is set in Helvetica before anything is drawn.
    font: null as unknown as string,
    info: {
      Title: `Invoice ${invoice.name}`,
      CreationDate: issued,
      ModDate: issued,
      Producer: 'Gatehouse',
      Creator: 'Gatehouse',
    },
    lang: 'en-US',
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  doc.registerFont('regular', regular).registerFont('bold', semiBold);

  const text = (value: string, x: number, y: number, options: PDFKit.Mixins.TextOptions & Style = {}) => {
    const { bold, size = 9, color = '#1c2024', ...rest } = options;
    doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color);
    doc.text(value, x, y, { lineBreak: true, ...rest });
    return doc.y;
  };
  const rule = (y: number) => {
    doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + WIDTH, y)
      .lineWidth(0.5)
      .strokeColor(RULE)
      .stroke();
  };
  const right = (value: string, to: number, y: number, style: Style = {}) =>
    text(value, to - 90, y, { width: 90, align: 'right', ...style });

  text('Invoice', MARGIN, MARGIN, { bold: true, size: 20 });
  text(invoice.name, MARGIN, MARGIN + 28, { size: 11, color: GRAY });
  text(invoice.issuer.join('\n'), MARGIN + WIDTH / 2, MARGIN, { width: WIDTH / 2, align: 'right' });

  let y = 130;
  text('Bill to', MARGIN, y, { color: GRAY });
  const to = [...invoice.billTo.envelope, invoice.billTo.billingEmail, ...invoice.billTo.taxIds];
  const addressEnd = text(to.join('\n'), MARGIN, y + 14, { width: WIDTH / 2 - 20 });
  const facts: [string, string][] = [
    ['Issued', day(invoice.issuedAt)],
    ['Due', day(invoice.dueAt)],
    ['Period', monthText(invoice.month)],
    ...(invoice.billTo.purchaseOrder
      ? [['Purchase order', invoice.billTo.purchaseOrder] as [string, string]]
      : []),
  ];
  for (const [label, value] of facts) {
    text(label, MARGIN + WIDTH / 2, y, { width: 90, color: GRAY });
    y = Math.max(y + 14, text(value, MARGIN + WIDTH / 2 + 95, y, { width: WIDTH / 2 - 95 }) + 2);
  }
  y = Math.max(y, addressEnd) + 26;

  const head = () => {
    text('Connection', COLUMN.text, y, { color: GRAY });
    right('Days', COLUMN.days, y, { color: GRAY });
    right('Per month', COLUMN.price, y, { color: GRAY });
    right('Amount', COLUMN.amount, y, { color: GRAY });
    y += 15;
    rule(y);
    y += 7;
  };
  const room = (height: number) => {
    if (y + height <= BOTTOM) return;
    doc.addPage();
    y = MARGIN;
    head();
  };
  head();
  for (const line of invoice.lines) {
    const title = `${line.connectionName} · ${line.organizationName}`;
    const until = line.deactivatedAt ? `, deactivated ${moment(line.deactivatedAt)}` : '';
    const detail = `${day(line.firstDay)} to ${day(line.lastDay)}, ${line.environmentName}\nActivated ${moment(line.activatedAt)}${until}`;
    doc.font('regular').fontSize(9);
    const height =
      doc.heightOfString(title, { width: 245 }) +
      11 +
      doc.fontSize(7.5).heightOfString(detail, { width: 245 });
    room(height);
    right(`${line.days} of ${line.daysInMonth}`, COLUMN.days, y);
    right(line.unitPrice, COLUMN.price, y);
    right(line.amount, COLUMN.amount, y);
    const titleEnd = text(title, COLUMN.text, y, { width: 245 });
    y = text(detail, COLUMN.text, titleEnd + 1, { width: 245, size: 7.5, color: GRAY }) + 7;
  }
  rule(y);
  y += 9;
  const sums: [string, string, boolean][] = [
    ['Total', invoice.total, invoice.credits.length === 0],
    ...invoice.credits.map((credit): [string, string, boolean] => [
      `Credit, ${day(credit.createdAt)}: ${credit.reason}`,
      credit.amount,
      false,
    ]),
    ['Amount due', invoice.due, true],
  ];
  for (const [label, amount, bold] of sums) {
    room(18);
    right(amount, COLUMN.amount, y, { bold });
    y = text(label, MARGIN + 150, y, { width: 240, align: 'right', bold }) + 5;
  }
  const stamp = stampOf(invoice);
  if (stamp) {
    room(24);
    text(stamp, MARGIN, y + 8, { bold: true, size: 11 });
  }
  footers(doc, invoice.name);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

type Style = { bold?: boolean; size?: number; color?: string };

const moment = (iso: string) => `${day(iso)}, ${iso.slice(11, 16)} UTC`;

function monthText(iso: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso),
  );
}

function stampOf(invoice: InvoiceView): string | null {
  if (invoice.voidedAt) return `Void since ${day(invoice.voidedAt)}: ${invoice.voidReason ?? ''}`;
  if (invoice.paidAt) return `Paid on ${day(invoice.paidAt)}`;
  return null;
}

function footers(doc: PDFKit.PDFDocument, name: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Below the margin pdfkit would begin a new page.
    doc.page.margins.bottom = 0;
    doc.font('regular').fontSize(7.5).fillColor(GRAY);
    doc.text(`${name} · page ${page + 1} of ${count}`, MARGIN, 805, {
      width: WIDTH,
      align: 'center',
      lineBreak: false,
    });
  }
}
