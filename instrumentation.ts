/**
 * Runs once when a server starts (never while it is built): settings are checked before the first request.
 * The comparison is one that Next's compiler resolves: it keeps Node-only code out of the edge bundle.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkSettings } = await import('./lib/server/env/check-settings');
    checkSettings();
    // The development server's own words are for the person before it.
    if (process.env.NODE_ENV === 'production') {
      const [{ standAround }, { log }] = await Promise.all([
        import('./lib/server/http/request-edge'),
        import('./lib/server/wiring/log'),
      ]);
      standAround(log);
    }
    const { startOrEnd } = await import('./lib/server/wiring/start');
    await startOrEnd();
  }
}
