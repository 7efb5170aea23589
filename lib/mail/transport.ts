import { createTransport } from 'nodemailer';

export interface Transport {
  send(message: {
    id: string;
    to: string;
    subject: string;
    text: string;
    html: string;
  }): Promise<void>;
}

/** A mail server by SMTP. `smtps://` encrypts from the start; `smtp://` goes over to TLS where the server offers it. */
export function smtpTransport(settings: { url: string; from: string }): Transport {
  const mailer = createTransport(
    {
      url: settings.url,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    },
    { from: settings.from },
  );
  const domain = /@([^>\s]+)/.exec(settings.from)?.[1] ?? 'tollgate';
  return {
    async send({ id, to, subject, text, html }) {
      // An address object, so that nothing in it is taken for a list of addresses. The same Message-ID on each try
      // lets a mailbox drop a message whose acknowledgement was lost.
      await mailer.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
  };
}
