/**
 * The kinds of mail. Each carries what its text needs and nothing else. `name` is used in the greeting: null where the
 * reader has not proven the mailbox (`nameInMail`), because otherwise anybody could put their own words into a
 * stranger's mailbox.
 */
export type MailContent =
  | { kind: 'confirm-email'; name: null; url: string; validHours: number }
  | { kind: 'account-exists'; name: string | null; signInUrl: string; resetUrl: string }
  | { kind: 'reset-password'; name: string | null; url: string; validMinutes: number }
  | { kind: 'confirm-new-email'; name: null; url: string; validHours: number }
  /** `newEmail` null: to a mailbox that nobody has proven. */
  | { kind: 'email-changing'; name: string | null; newEmail: string | null; helpUrl: string }
  | { kind: 'email-changed'; name: string | null; newEmail: string | null }
  | { kind: 'password-changed'; name: string | null; resetUrl: string }
  | { kind: 'second-factor-on' | 'second-factor-off'; name: string | null; settingsUrl: string }
  | { kind: 'recovery-code-used'; name: string | null; left: number; settingsUrl: string }
  | {
      kind: 'provider-linked' | 'provider-unlinked';
      name: string | null;
      provider: string;
      settingsUrl: string;
    }
  | { kind: 'set-password'; name: string | null; url: string; validMinutes: number }
  | { kind: 'account-closed'; name: string | null }
  | {
      kind: 'credit-used-up';
      name: string | null;
      subscription: string;
      ceiling: string;
      url: string;
    }
  /** A subscription whose calls are rejected until a dispute is over, or an overdue amount is paid. */
  | {
      kind: 'suspended-dispute' | 'suspended-unpaid';
      name: string | null;
      subscription: string;
      /** Null where it is not known. */
      amount: string | null;
      url: string;
    }
  /** To where the provider sends invoices: the account may be closed, so nobody is greeted by name. */
  | { kind: 'invoice-unpaid'; name: null; amount: string; url: string }
  /** The gateway had lost a subscription: it has it again, with other keys. */
  | { kind: 'keys-renewed'; name: string | null; url: string; subscription: string | null }
  /** For somebody who made a subscription of a sold product past the checkout. */
  | { kind: 'take-to-checkout'; name: null; product: string; url: string };

export type MailKind = MailContent['kind'];

/** Puts messages where they are sent from. Never waits for a mail server. */
export interface Mail {
  queue(message: {
    /** Null: put there and worked on like any other, and sent to nobody. */
    to: string | null;
    /** Null: nobody's, and forgotten once it was sent. */
    userId: string | null;
    content: MailContent;
    /** A message of this name is put there once, however often that is asked for. */
    name?: string;
  }): Promise<void>;
}
