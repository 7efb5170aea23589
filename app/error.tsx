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
      kicker="Something failed"
      title="This page couldn’t be made"
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
      <p>
        It is our fault or a service’s that we depend on, and it was logged. What you paid for keeps
        working: keys and calls do not depend on this page.
      </p>
    </NoticePage>
  );
}
