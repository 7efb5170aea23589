/**
 * What is told by mail. Each kind carries what its words need and nothing else. Where the reader has not yet proven to
 * be the account's owner there is no name: anybody could put words of their own into a stranger's mailbox with it.
 */
export type MailContent =
  | { kind: 'confirm-email'; name: null; url: string; validHours: number }
  | { kind: 'account-exists'; name: string; signInUrl: string; resetUrl: string }
  | { kind: 'reset-password'; name: string; url: string; validMinutes: number }
  | { kind: 'confirm-new-email'; name: null; url: string; validHours: number }
  | { kind: 'email-changing'; name: string; newEmail: string; helpUrl: string }
  | { kind: 'email-changed'; name: string; newEmail: string }
  | { kind: 'password-changed'; name: string; resetUrl: string }
  | { kind: 'second-factor-on' | 'second-factor-off'; name: string; settingsUrl: string }
  | { kind: 'recovery-code-used'; name: string; left: number; settingsUrl: string }
  | {
      kind: 'provider-linked' | 'provider-unlinked';
      name: string;
      provider: string;
      settingsUrl: string;
    }
  | { kind: 'set-password'; name: string; url: string; validMinutes: number }
  | { kind: 'account-closed'; name: string };

export type MailKind = MailContent['kind'];

/** Puts messages where they are sent from. Never waits for a mail server. */
export interface Mail {
  queue(message: {
    to: string;
    /** Null: nobody's, and forgotten once it was sent. */
    userId: string | null;
    content: MailContent;
    /** A message of this name is put there once, however often that is asked for. */
    name?: string;
  }): Promise<void>;
}
