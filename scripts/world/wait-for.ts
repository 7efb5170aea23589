/** Asks an address until it answers 2xx. Throws with the last answer when it never does. */
export async function waitForOk(
  url: string,
  { timeoutMs, abort }: { timeoutMs: number; abort?: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline && !abort?.aborted) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} was not ready within ${timeoutMs / 1000} s: ${last}`);
}
