/** An object says no more of its account than this; ids of prices are not used twice. */
export function accountOf({ livemode }: { livemode: boolean }): string {
  return livemode ? 'live' : 'test';
}
