'use client';

import { buttonClass } from './_ui/button-class';
import { NoticePage } from './_ui/notice-page';

/** A broken assumption on the server or in the browser. The digest finds the log line. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <NoticePage
      kicker="Error"
      title="Something went wrong on our side"
      actions={
        <>
          <button
            type="button"
            className={buttonClass({ look: 'primary' })}
            onClick={() => reset()}
          >
            Try again
          </button>
          <a className={buttonClass({})} href="/account">
            My subscriptions
          </a>
        </>
      }
      {...(error.digest === undefined ? {} : { facts: <p>Reference: {error.digest}</p> })}
    >
      <p>We’ve logged it. Your keys keep working: calls don’t depend on this page.</p>
    </NoticePage>
  );
}
