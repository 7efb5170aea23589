import type { PrismaClient } from '../db/generated/client';
import { putMail } from '../db/mail';
import type { Mail } from '../ports/mail';
import { renderMail } from './render';

/** Messages are rendered and put into the database; `wake` lets the sender look at once instead of at its next turn. */
export function createOutbox(
  db: PrismaClient,
  options: { appUrl: string; wake: () => void },
): Mail {
  return {
    async queue({ to, userId, content, name }) {
      const rendered = renderMail(content, options.appUrl);
      await putMail(db, {
        to: to ?? '',
        userId,
        kind: content.kind,
        ...rendered,
        ...(name === undefined ? {} : { id: name }),
      });
      options.wake();
    },
  };
}
