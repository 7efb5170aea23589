'use client';

import { useSearchParams } from 'next/navigation';
import { parseDelegation } from '@/lib/domain/delegation';

/** Says which of the ways to be wrong this link has. The page that refuses cannot be told: Next shows it by itself. */
export function RefusedWhy() {
  const parsed = parseDelegation(useSearchParams());
  switch (parsed.kind) {
    case 'invalid':
      return (
        <p>
          Its part “{parsed.parameter}” is missing or is not what it should be, so nothing was done
          with it.
        </p>
      );
    case 'unknown-operation':
      return (
        <p>
          It asks for “{parsed.operation}”, which is not known here, so nothing was done with it.
        </p>
      );
    case 'ok':
      return (
        <p>
          It was changed on the way, copied incompletely, or signed with another key, so nothing was
          done with it.
        </p>
      );
    default:
      return parsed satisfies never;
  }
}
