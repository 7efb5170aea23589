import { hasLink, singleLine } from './plain-text';

/**
 * The name that a message may greet by; null greets nobody. Whoever made an account may have typed somebody else's
 * address, so words of theirs go only to a mailbox that was proven, and none that a mail program makes a link of.
 */
export function nameInMail(user: { name: string; emailVerified: Date | null }): string | null {
  if (user.emailVerified === null) return null;
  const name = singleLine(user.name);
  return name === null || name === '' || hasLink(name) ? null : name;
}

/** The same for an address that an account asks for: its letters are chosen as freely as a name. */
export function addressInMail(
  user: { emailVerified: Date | null },
  address: string,
): string | null {
  return user.emailVerified === null ? null : address;
}
