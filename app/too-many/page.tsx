import type { Metadata } from 'next';
import { safeReturnPath } from '@/lib/kit/return-path';
import { formatDuration } from '@/lib/use-cases/throttling/throttle';
import { ButtonLink } from '../_ui/button';
import { buttonClass } from '../_ui/button-class';
import { NoticePage } from '../_ui/notice-page';

export const metadata: Metadata = { title: 'Too many attempts', robots: { index: false } };

const DAY_SECONDS = 24 * 3600;

/** Where a form leads that was sent too often: forms can set neither status nor Retry-After. */
export default async function TooManyPage({
  searchParams,
}: {
  searchParams: Promise<{ seconds?: string | string[]; next?: string | string[] }>;
}) {
  const { seconds, next } = await searchParams;
  const given = typeof seconds === 'string' && /^\d{1,6}$/.test(seconds) ? Number(seconds) : 60;
  const wait = formatDuration(Math.min(Math.max(given, 1), DAY_SECONDS));
  const back = (typeof next === 'string' ? safeReturnPath(next) : null) ?? '/account';
  return (
    <NoticePage
      kicker="Slow down"
      title="Too many attempts"
      actions={
        <>
          <a className={buttonClass({ look: 'primary' })} href={back}>
            Try again
          </a>
          <ButtonLink href="/account">My subscriptions</ButtonLink>
        </>
      }
    >
      <p>
        There were too many attempts in a short time. The last one changed nothing. Try again in{' '}
        {wait}.
      </p>
    </NoticePage>
  );
}
