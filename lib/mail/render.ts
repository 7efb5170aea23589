import type { MailContent } from '../ports/mail';
import { mailText } from './mail-text';

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** A message as it is sent: the same words as plain text and as a page that every mail program can show. */
export function renderMail(content: MailContent, appUrl: string): RenderedMail {
  const words = mailText(content);
  const hello = content.name === null ? 'Hello,' : `Hello ${content.name},`;
  const paragraphs = [hello, ...words.before];
  const after = words.after;
  const text = [
    ...paragraphs,
    ...(words.button ? [`${words.button.label}:\n${words.button.url}`] : []),
    ...after,
    `Tollgate\n${appUrl}`,
  ].join('\n\n');
  return { subject: words.subject, text: `${text}\n`, html: page(words, paragraphs, appUrl) };
}

type MailText = ReturnType<typeof mailText>;

// Tables and styles on each element: mail programs drop style sheets and know no layout of this century.
// Colors are given for light; programs with a dark mode of their own turn these around well.
function page(words: MailText, paragraphs: string[], appUrl: string): string {
  const font =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  const p = (text: string) =>
    `<p style="margin:0 0 16px;${font};font-size:15px;line-height:1.6;color:#18181b">${escaped(text)}</p>`;
  const small = (text: string) =>
    `<p style="margin:0 0 12px;${font};font-size:13px;line-height:1.6;color:#52525a">${escaped(text)}</p>`;
  const button = words.button
    ? `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px"><tr><td style="border-radius:8px;background:#2f45d8"><a href="${escaped(words.button.url)}" style="display:inline-block;padding:12px 22px;${font};font-size:15px;font-weight:600;line-height:1.2;color:#ffffff;text-decoration:none">${escaped(words.button.label)}</a></td></tr></table>
<p style="margin:0 0 20px;${font};font-size:13px;line-height:1.6;color:#6a6a72;word-break:break-all">Or copy this address: <a href="${escaped(words.button.url)}" style="color:#2a3fcb">${escaped(words.button.url)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(words.subject)}</title></head>
<body style="margin:0;padding:0;background:#fafaf9">
<div style="display:none;max-height:0;overflow:hidden">${escaped(words.before[0] ?? '')}</div>
<div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#fafaf9"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px">
<tr><td style="padding:0 4px 20px"><a href="${escaped(appUrl)}" style="${font};font-size:17px;font-weight:600;letter-spacing:-0.01em;color:#18181b;text-decoration:none">Tollgate</a></td></tr>
<tr><td style="padding:28px;border:1px solid #e7e6e2;border-radius:12px;background:#ffffff">
<h1 style="margin:0 0 16px;${font};font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-0.02em;color:#18181b">${escaped(words.subject)}</h1>
${paragraphs.map(p).join('\n')}
${button}
${words.after.map(small).join('\n')}
</td></tr>
<tr><td style="padding:20px 4px 0">${small('You’re receiving this because you have a Tollgate account.')}</td></tr>
</table></td></tr></table></div>
</body></html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
