import { formatMoney } from '../money/format-money';
import { dueOf } from '../objects/invoice-lines';
import type { Account } from '../state/account';
import type { InvoiceRow } from '../state/rows';
import { day } from './day';

/** A finalized invoice on one page of A4, small and plain. */
export function invoicePdf(account: Account, invoice: InvoiceRow): Uint8Array<ArrayBuffer> {
  const customer = account.customers.get(invoice.customer);
  const money = (minor: number) => formatMoney(minor, invoice.currency);
  const shown = invoice.lines.slice(0, MOST_LINES);
  const left = invoice.lines.length - shown.length;
  return pdf([
    `Invoice ${invoice.number ?? invoice.id}`,
    '',
    `Date: ${day(invoice.finalizedAt ?? invoice.created)}`,
    `To: ${customer?.name ?? ''} ${customer?.email ?? invoice.customer}`.replace(/ {2,}/g, ' '),
    `Status: ${invoice.status}`,
    '',
    ...shown.map((line) => `${line.description}   ${money(line.amount)}`),
    ...(left > 0 ? [`and ${left} more lines`] : []),
    '',
    `Amount due: ${money(dueOf(account, invoice))}`,
    `Amount paid: ${money(invoice.amountPaid)}`,
    '',
    'Made by the Stripe emulator. Not a tax document.',
  ]);
}

const MOST_LINES = 35;

/** Lines of text as a PDF document of one page, in a font that every reader has. */
function pdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const text = lines.map((line) => `(${escaped(line)}) Tj T*`).join('\n');
  const content = `BT /F1 10 Tf 14 TL 50 790 Td\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let document = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = document.length;
    document += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${`${place}`.padStart(10, '0')} 00000 n \n`;
  });
  const start = document.length;
  document += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  document += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Uint8Array.from(Buffer.from(document, 'latin1'));
}

/** What the font has not is a question mark. */
function escaped(line: string): string {
  return line
    .replaceAll('×', 'x')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/[^\x20-\x7e\xa1-\xff]/g, '?')
    .replaceAll(/[\\()]/g, '\\$&');
}
