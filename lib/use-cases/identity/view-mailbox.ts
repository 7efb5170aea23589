import { findMail, listMail } from '../../db/mail';
import type { Needs } from '../deps';

export interface MailRow {
  id: string;
  to: string;
  subject: string;
  createdAt: Date;
}

/** The messages of a demo. Callers make sure that it is one. */
export async function viewMailbox(deps: Needs<'db'>): Promise<MailRow[]> {
  const mail = await listMail(deps.db, 200);
  return mail.map(({ id, to, subject, createdAt }) => ({ id, to, subject, createdAt }));
}

export async function viewMail(
  deps: Needs<'db'>,
  id: string,
): Promise<(MailRow & { text: string; html: string }) | null> {
  const mail = await findMail(deps.db, id);
  if (!mail) return null;
  const { to, subject, createdAt, text, html } = mail;
  return { id, to, subject, createdAt, text, html };
}
