/**
 * Runs once when a server starts (never while it is built): settings are checked before the first request.
 * The comparison is one that Next's compiler resolves: it keeps Node-only code out of the edge bundle.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkSettings } = await import('./lib/server/check-settings');
    checkSettings();
    const { startOrEnd } = await import('./lib/server/start');
    await startOrEnd();
  }
}
