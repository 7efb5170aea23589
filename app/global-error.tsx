'use client';

import ErrorPage from './error';
import './globals.css';

/** Stands in for the root layout itself when that fails. */
export default function GlobalError(props: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Tollgate</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
