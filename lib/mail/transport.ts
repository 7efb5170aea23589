import { createTransport } from 'nodemailer';

export interface Letter {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export type SendOutcome =
  | { kind: 'sent' }
  /** The server will never take this one. */
  | { kind: 'refused'; reason: string }
  /** Not now. */
  | { kind: 'later'; reason: string }
  /** The server can't be talked to: no other letter would fare better. */
  | { kind: 'away'; reason: string };

export interface Transport {
  send(letter: Letter): Promise<SendOutcome>;
  /** Talks to the server as before a letter, and sends none. */
  greet(): Promise<SendOutcome>;
}

/**
 * A mail server by SMTP. `smtps://` encrypts from the start; `smtp://` upgrades to TLS where the server offers it, and
 * refuses to continue without TLS if there is a password to protect.
 */
export function smtpTransport(settings: { url: string; from: string }): Transport {
  const mailer = createTransport(
    {
      ...serverOf(new URL(settings.url)),
      // Together shorter than the first wait between two tries, so that nobody else tries meanwhile.
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    },
    { from: settings.from },
  );
  const domain = /@([^>\s]+)/.exec(settings.from)?.[1] ?? 'tollgate';
  return {
    async greet() {
      try {
        await mailer.verify();
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async send({ id, to, subject, text, html }) {
      try {
        await mailer.sendMail({
          // An address object, so that nothing in it is parsed as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          html,
          // The same on each try, so that a mailbox drops a letter whose acknowledgement was lost.
          messageId: `<${id.replaceAll(':', '-')}@${domain}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** Taken apart here: given an address, nodemailer forgets every other setting. */
function serverOf(url: URL) {
  const isSecure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    requireTLS: user !== '',
  };
}

/** Sorted by nodemailer's failure stage and by the server's own answer (RFC 5321: 5yz is permanent). */
function outcomeOf(error: unknown): SendOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const isAboutLetter = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (!isAboutLetter) return { kind: 'away', reason };
  const isForGood = typeof responseCode === 'number' && responseCode >= 500;
  return { kind: isForGood ? 'refused' : 'later', reason };
}
