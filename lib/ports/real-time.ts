/** The time of this machine, to wait by. It never goes back; what is billed goes by the provider's clock instead. */
export const REAL_TIME = {
  nowMs: () => performance.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
